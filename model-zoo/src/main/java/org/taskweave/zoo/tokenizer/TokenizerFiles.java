package org.taskweave.zoo.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.file.StrictJson;

/** Finds a model's tokenizer beside its weights. */
public final class TokenizerFiles {

  private TokenizerFiles() {}

  /**
   * The content of the folder's tokenizer.json, or else one written from its vocab.txt.
   *
   * @param vocabSize rows of the word embeddings; every token's id must be below it
   * @throws InvalidInputException if the folder has neither file or an id is too large
   */
  public static String read(Path folder, int vocabSize) {
    Path json = folder.resolve("tokenizer.json");
    Path vocabulary = folder.resolve("vocab.txt");
    try {
      if (Files.isRegularFile(json)) {
        return checked(json.toString(), Files.readAllBytes(json), vocabSize);
      }
      if (Files.isRegularFile(vocabulary)) {
        byte[] content = WordPieceTokenizerJson.write(vocabulary, WordPieceSettings.read(folder));
        return checked(vocabulary.toString(), content, vocabSize);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": its tokenizer cannot be read", e);
    }
    throw new InvalidInputException(
        folder
            + ": has neither tokenizer.json nor vocab.txt; the tokenizer that the weights were"
            + " trained with must be beside them");
  }

  /**
   * The content as text, unchanged.
   *
   * @param place named in errors
   * @throws InvalidInputException if the content is no tokenizer.json or an id is not below
   *     vocabSize
   */
  public static String checked(String place, byte[] content, int vocabSize) {
    ObjectNode json = StrictJson.parse(place, content);
    JsonNode vocabulary = json.path("model").path("vocab");
    if (vocabulary.isArray()) {
      // Unigram's pieces with their scores: ids are places in the list.
      checkId(place, "the last piece", new IntNode(vocabulary.size() - 1), vocabSize);
    } else if (vocabulary.isObject()) {
      vocabulary
          .fields()
          .forEachRemaining(f -> checkId(place, f.getKey(), f.getValue(), vocabSize));
    } else {
      throw new InvalidInputException(
          place + ": has no model.vocab that maps tokens to ids; only such tokenizers can be used");
    }
    for (JsonNode added : json.path("added_tokens")) {
      checkId(place, added.path("content").asText(), added.path("id"), vocabSize);
    }
    return new String(content, StandardCharsets.UTF_8);
  }

  private static void checkId(String place, String token, JsonNode id, int vocabSize) {
    if (!id.isIntegralNumber() || id.longValue() < 0 || id.longValue() >= vocabSize) {
      throw new InvalidInputException(
          place
              + ": token \""
              + token
              + "\" has id "
              + id
              + ", must be 0 to "
              + (vocabSize - 1)
              + " because the word embeddings have "
              + vocabSize
              + " rows. Maybe the tokenizer belongs to another model");
    }
  }
}
