/**
 * Pretrained encoders by name, folder or file.
 *
 * <p>{@link org.taskweave.zoo.EncoderLoader} resolves what a recipe calls the model. Whatever the
 * format, the way is the same: list the stored tensors ({@code safetensors}, {@code onnx}), find
 * the configuration (config.json, or shapes and graph), check names and shapes against it ({@code
 * bert}), read the values, and add the tokenizer ({@code tokenizer}). The result is plain data;
 * nothing here needs ND4J's native libraries.
 */
package org.taskweave.zoo;
