package org.taskweave.serve.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.stream.Collectors;
import org.taskweave.core.Suggestion;

/** JSON of requests and answers. */
public final class Json {

  private static final int DEEPEST = 32;

  private static final JsonMapper MAPPER = mapper();

  private Json() {}

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    return mapper;
  }

  /**
   * Reads a request.
   *
   * @throws HttpProblem 400 if the text is no JSON or not of this type; the message names the place
   */
  static <T> T read(byte[] body, Class<T> type) {
    try {
      T value = MAPPER.readValue(body, type);
      if (value == null) {
        throw new HttpProblem(400, "the body is null: a JSON object is expected");
      }
      return value;
    } catch (UnrecognizedPropertyException e) {
      throw new HttpProblem(
          400,
          place(e)
              + ": there is no such field; "
              + Suggestion.forMessage(
                  e.getPropertyName(),
                  e.getKnownPropertyIds().stream().map(Object::toString).sorted().toList()));
    } catch (JsonMappingException e) {
      throw new HttpProblem(400, place(e) + ": " + firstLine(e));
    } catch (JsonProcessingException e) {
      throw new HttpProblem(
          400,
          "the body is no JSON: "
              + firstLine(e)
              + (e.getLocation() == null
                  ? ""
                  : " (line "
                      + e.getLocation().getLineNr()
                      + ", column "
                      + e.getLocation().getColumnNr()
                      + ")"));
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory are always read", e);
    }
  }

  private static String firstLine(JsonProcessingException e) {
    // What follows names classes of this program, or says the place once more.
    return e.getOriginalMessage()
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll(" \\(start marker at .*", "")
        .replaceAll("`[^`]*\\.", "`");
  }

  private static String place(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(
                at ->
                    at.getFieldName() == null ? "[" + at.getIndex() + "]" : "." + at.getFieldName())
            .collect(Collectors.joining());
    return path.isEmpty() ? "the body" : path.startsWith(".") ? path.substring(1) : path;
  }

  /** Writes an answer. */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("answers are always JSON", e);
    }
  }
}
