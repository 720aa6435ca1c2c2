package org.taskweave.core.encoder;

/**
 * An encoder with the head that it was, or is to be, trained with as a language model.
 *
 * @param configJson content of Hugging Face's config.json that describes the encoder
 */
public record PretrainedLanguageModel(
    PretrainedEncoder encoder, LanguageHead head, String configJson) {}
