package org.taskweave.core.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

/** Our own values as JSON: records, maps, texts and numbers, which can always be written. */
public final class JsonText {

  private JsonText() {}

  /** A value as a mapper writes it. */
  public static String of(ObjectMapper mapper, Object value) {
    return of(mapper.writer(), value);
  }

  /** A value as a writer of some form writes it. */
  public static String of(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(value.getClass().getName() + " is no JSON", e);
    }
  }
}
