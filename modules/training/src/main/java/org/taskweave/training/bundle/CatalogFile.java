package org.taskweave.training.bundle;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.data.event.ItemCatalog;

/** A catalog as JSON lines: {"id", "text", "attributes"}. */
public final class CatalogFile {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private CatalogFile() {}

  /** Writes a catalog, one item a line, by id. */
  public static void write(ItemCatalog catalog, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (ItemCatalog.Item item : catalog.items()) {
        ObjectNode line = JSON.createObjectNode();
        line.put("id", item.id());
        item.text().ifPresent(text -> line.put("text", text));
        ObjectNode attributes = line.putObject("attributes");
        item.attributes()
            .forEach(
                (name, value) -> {
                  if (value instanceof Double number) {
                    attributes.put(name, number);
                  } else {
                    attributes.put(name, (String) value);
                  }
                });
        out.write(JSON.writeValueAsString(line));
        out.newLine();
      }
    }
  }

  /** Reads {@link #write}'s file. */
  public static ItemCatalog read(Path file) throws IOException {
    List<ItemCatalog.Item> items = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        JsonNode line = JSON.readTree(text);
        Map<String, Object> attributes = new HashMap<>();
        line.get("attributes")
            .fields()
            .forEachRemaining(
                field ->
                    attributes.put(
                        field.getKey(),
                        field.getValue().isNumber()
                            ? (Object) field.getValue().doubleValue()
                            : field.getValue().textValue()));
        items.add(
            new ItemCatalog.Item(
                line.get("id").textValue(),
                Optional.ofNullable(line.get("text")).map(JsonNode::textValue),
                attributes));
      }
    }
    return new ItemCatalog(items);
  }
}
