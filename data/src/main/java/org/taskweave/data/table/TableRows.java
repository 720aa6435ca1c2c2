package org.taskweave.data.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Writes the rows of a table as JSON lines. */
public final class TableRows implements AutoCloseable {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private final List<Column> columns;
  private final JsonGenerator json;
  private long count;

  TableRows(List<Column> columns, Path file) throws IOException {
    this.columns = columns;
    this.json = new JsonFactory().createGenerator(Files.newOutputStream(file));
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  /**
   * Adds a row.
   *
   * @param values one for each column, of its type; null for none
   */
  public void add(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          values.length + " values for the columns " + columns.stream().map(Column::name).toList());
    }
    try {
      struct(columns, Arrays.asList(values));
      count++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many rows there are so far. */
  public long count() {
    return count;
  }

  private void struct(List<Column> fields, List<?> values) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < fields.size(); i++) {
      json.writeFieldName(fields.get(i).name());
      value(fields.get(i).type(), values.get(i));
    }
    json.writeEndObject();
  }

  private void value(ColumnType type, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (type instanceof ColumnType.Struct struct) {
      struct(struct.columns(), (List<?>) value);
    } else if (type instanceof ColumnType.ListOf list) {
      list(list.element(), value);
    } else {
      scalar((ColumnType.Scalar) type, value);
    }
  }

  private void list(ColumnType element, Object values) throws IOException {
    json.writeStartArray();
    if (values instanceof float[] numbers) {
      for (float number : numbers) {
        json.writeNumber(number);
      }
    } else {
      for (Object value : (List<?>) values) {
        value(element, value);
      }
    }
    json.writeEndArray();
  }

  private void scalar(ColumnType.Scalar type, Object value) throws IOException {
    switch (type) {
      case TEXT -> json.writeString((String) value);
      case INTEGER -> json.writeNumber(((Number) value).longValue());
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case TIMESTAMP -> json.writeString(time((Long) value));
      case FLOAT -> real(((Number) value).floatValue());
      case DOUBLE -> real(((Number) value).doubleValue());
    }
  }

  private void real(float value) throws IOException {
    if (Float.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  private void real(double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  /** As DuckDB writes it; milliseconds only where there are any. */
  private static String time(long millis) {
    String text =
        TIME.format(LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
    return text.endsWith(".000") ? text.substring(0, text.length() - 4) : text;
  }

  @Override
  public void close() throws IOException {
    if (count > 0) {
      json.writeRaw('\n');
    }
    json.close();
  }
}
