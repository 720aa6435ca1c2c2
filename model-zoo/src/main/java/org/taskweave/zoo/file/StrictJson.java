package org.taskweave.zoo.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.input.JsonPlace;

/** JSON objects without duplicate keys and without anything behind them. */
public final class StrictJson {

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private StrictJson() {}

  /**
   * The JSON object in a file.
   *
   * @throws InvalidInputException if the content is not one JSON object
   */
  public static ObjectNode read(Path file) {
    try {
      return parse(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }

  /**
   * The JSON object in some bytes.
   *
   * @param place named in errors
   * @throws InvalidInputException if the content is not one JSON object
   */
  public static ObjectNode parse(String place, byte[] content) {
    JsonNode node;
    try {
      node = MAPPER.readTree(content);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          place + ": is not valid JSON: " + e.getOriginalMessage() + JsonPlace.of(e), e);
    } catch (IOException e) {
      throw new InvalidInputException(place + ": is not UTF-8 text: " + e.getMessage(), e);
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new InvalidInputException(place + ": must hold one JSON object {...}");
  }
}
