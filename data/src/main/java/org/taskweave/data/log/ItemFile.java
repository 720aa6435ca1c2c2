package org.taskweave.data.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.ItemCatalog;

/** Items as a CSV file in UTF-8 whose first line names the columns id and text, in any order. */
public final class ItemFile {

  private static final List<String> COLUMNS = List.of("id", "text");

  private ItemFile() {}

  /**
   * Reads the items, in the order of the lines.
   *
   * @throws InvalidInputException the file cannot be read or has no item; a column is missing or
   *     another one is there; a line has an empty id or text, an id that a line before has, or too
   *     many or too few fields. Lines are named, counted from 1
   */
  public static List<ItemCatalog.Item> read(Path file) {
    List<ItemCatalog.Item> items = new ArrayList<>();
    try (CsvRecordReader records = new CsvRecordReader(utf8(file), ',')) {
      List<String> header = header(file, records);
      Map<String, Long> lineOfId = new HashMap<>();
      for (Optional<CsvRecordReader.CsvRecord> next = records.next();
          next.isPresent();
          next = records.next()) {
        CsvRecordReader.CsvRecord record = next.get();
        if (!record.isBlank()) {
          items.add(item(file, header, record, lineOfId));
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
    if (items.isEmpty()) {
      throw new InvalidInputException(file + ": holds no item below its first line");
    }
    return items;
  }

  /** Bytes that are no UTF-8 are refused, not replaced. */
  private static InputStream utf8(Path file) throws IOException {
    return new ByteArrayInputStream(Files.readString(file).getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> header(Path file, CsvRecordReader records) throws IOException {
    List<String> header =
        records.next().map(CsvRecordReader.CsvRecord::fields).orElse(List.of()).stream()
            .map(String::strip)
            .toList();
    if (header.size() != COLUMNS.size() || !header.containsAll(COLUMNS)) {
      throw new InvalidInputException(
          file + ":1: the columns are " + header + ", but must be id,text: name them so");
    }
    return header;
  }

  private static ItemCatalog.Item item(
      Path file,
      List<String> header,
      CsvRecordReader.CsvRecord record,
      Map<String, Long> lineOfId) {
    String place = file + ":" + record.line() + ": ";
    if (record.fields().size() != header.size()) {
      throw new InvalidInputException(
          place
              + "has "
              + record.fields().size()
              + " fields instead of "
              + header.size()
              + ": put a text that holds commas in double quotes");
    }
    String id = record.fields().get(header.indexOf("id")).strip();
    String text = record.fields().get(header.indexOf("text")).strip();
    if (id.isEmpty() || text.isEmpty()) {
      throw new InvalidInputException(
          place
              + (id.isEmpty() ? "the id" : "the text of item \"" + id + "\"")
              + " is empty: an item needs both to be known by its text");
    }
    Long known = lineOfId.putIfAbsent(id, record.line());
    if (known != null) {
      throw new InvalidInputException(
          place + "item \"" + id + "\" is in line " + known + " already: remove one");
    }
    return new ItemCatalog.Item(id, Optional.of(text), Map.of());
  }
}
