package org.taskweave.training.bundle;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.side.DatedRow;

/**
 * A catalog as JSON lines: {"id", "text", "attributes"}, and where a table's rows are true from a
 * time on "rows": [{"validFrom", "text", "attributes"}], the oldest first; times in milliseconds.
 */
public final class CatalogFile {

  private static final int LONGEST_LINE = 1 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private CatalogFile() {}

  /**
   * Writes a catalog, one item a line, by id.
   *
   * @throws InvalidInputException as {@link #requireWritable}
   */
  public static void write(ItemCatalog catalog, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (ItemCatalog.Item item : catalog.items()) {
        out.write(line(item));
        out.write('\n');
      }
    }
  }

  /**
   * Refuses, before a training, what could not be read again after it.
   *
   * @throws InvalidInputException an item's line would be longer than {@value #LONGEST_LINE}
   *     letters
   */
  public static void requireWritable(ItemCatalog catalog) {
    catalog.items().forEach(CatalogFile::line);
  }

  private static String line(ItemCatalog.Item item) {
    ObjectNode fields = JSON.createObjectNode();
    fields.put("id", item.id());
    put(fields, item.text(), item.attributes());
    if (!item.rows().isEmpty()) {
      ArrayNode rows = fields.putArray("rows");
      for (DatedRow row : item.rows()) {
        put(rows.addObject().put("validFrom", row.validFromMillis()), row.text(), row.values());
      }
    }
    String line = fields.toString();
    if (line.length() > LONGEST_LINE) {
      throw new InvalidInputException(
          "the item \""
              + item.id().substring(0, Math.min(item.id().length(), 50))
              + "\" takes "
              + line.length()
              + " letters with its text and attributes, a bundle's catalog has at most "
              + LONGEST_LINE
              + " for one: shorten the log's text column, or read fewer attributes");
    }
    return line;
  }

  private static void put(ObjectNode fields, Optional<String> text, Map<String, Object> values) {
    text.ifPresent(known -> fields.put("text", known));
    ObjectNode attributes = fields.putObject("attributes");
    values.forEach(
        (name, value) -> {
          if (value instanceof Double number) {
            attributes.put(name, number);
          } else {
            attributes.put(name, (String) value);
          }
        });
  }

  /**
   * Reads {@link #write}'s file.
   *
   * @param place what to call it in errors
   * @throws InvalidInputException if it is missing or a line is no item
   */
  public static ItemCatalog read(Path file, String place) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(place + ": there is no such file");
    }
    List<ItemCatalog.Item> items = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String line = line(in, place); line != null; line = line(in, place)) {
        items.add(item(place + ": line " + (items.size() + 1), line));
      }
      return new ItemCatalog(items);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(place + ": is not UTF-8 text", e);
    } catch (IOException e) {
      throw new InvalidInputException(place + ": cannot be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(place + ": is no catalog: " + e.getMessage(), e);
    }
  }

  /** The next line; a file without line breaks must not fill the memory. */
  private static String line(BufferedReader in, String place) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
      if (line.length() > LONGEST_LINE) {
        throw new InvalidInputException(
            place + ": has a line of more than " + LONGEST_LINE + " letters, which no item takes");
      }
    }
    return line.toString();
  }

  private static ItemCatalog.Item item(String place, String line) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(place + ": is no JSON: " + e.getOriginalMessage(), e);
    }
    JsonNode id = json.path("id");
    JsonNode text = json.path("text");
    if (!id.isTextual()
        || !(text.isTextual() || text.isMissingNode())
        || !json.path("attributes").isObject()) {
      throw new InvalidInputException(
          place + ": is no item: must be {\"id\": text, \"text\": text, \"attributes\": {...}}");
    }
    return new ItemCatalog.Item(
        id.textValue(),
        Optional.ofNullable(text.textValue()),
        attributes(place, json),
        rows(place, json.path("rows")));
  }

  private static Map<String, Object> attributes(String place, JsonNode json) {
    Map<String, Object> attributes = new HashMap<>();
    json.get("attributes")
        .fields()
        .forEachRemaining(f -> attributes.put(f.getKey(), attribute(place, f)));
    return attributes;
  }

  private static List<DatedRow> rows(String place, JsonNode given) {
    List<DatedRow> rows = new ArrayList<>();
    for (JsonNode row : given) {
      JsonNode text = row.path("text");
      boolean ascending =
          row.path("validFrom").canConvertToLong()
              && (rows.isEmpty()
                  || rows.get(rows.size() - 1).validFromMillis() < row.get("validFrom").asLong());
      if (!ascending
          || !(text.isTextual() || text.isMissingNode())
          || !row.path("attributes").isObject()) {
        throw new InvalidInputException(
            place
                + ": rows: each must be {\"validFrom\": milliseconds, \"text\": text,"
                + " \"attributes\": {...}}, the oldest first");
      }
      rows.add(
          new DatedRow(
              row.get("validFrom").asLong(),
              Optional.ofNullable(text.textValue()),
              attributes(place, row)));
    }
    return rows;
  }

  private static Object attribute(String place, Map.Entry<String, JsonNode> field) {
    JsonNode value = field.getValue();
    if (value.isNumber() && Double.isFinite(value.doubleValue())) {
      return value.doubleValue();
    }
    if (value.isTextual()) {
      return value.textValue();
    }
    throw new InvalidInputException(
        place
            + ": attribute \""
            + field.getKey()
            + "\" is "
            + value
            + ", must be a finite number or a text");
  }
}
