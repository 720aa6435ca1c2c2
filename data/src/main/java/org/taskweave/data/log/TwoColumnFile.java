package org.taskweave.data.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;

/** A CSV file of two columns, whose first line names them in either order. */
final class TwoColumnFile {

  private final Path file;
  private final List<String> columns;

  /** A line's two values, stripped, in the order of the columns; none is empty. */
  record Line(String place, long number, String first, String second) {}

  TwoColumnFile(Path file, String first, String second) {
    this.file = file;
    this.columns = List.of(first, second);
  }

  /**
   * Reads the lines, blank ones left out.
   *
   * @throws InvalidInputException the file cannot be read or has no line; a column is missing or
   *     another one is there; a value is empty; a line has too many or too few fields
   */
  List<Line> read() {
    List<Line> lines = new ArrayList<>();
    try (CsvRecordReader records = new CsvRecordReader(utf8(file), ',')) {
      List<String> header = header(records);
      for (Optional<CsvRecordReader.CsvRecord> next = records.next();
          next.isPresent();
          next = records.next()) {
        if (!next.get().isBlank()) {
          lines.add(line(header, next.get()));
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
    if (lines.isEmpty()) {
      throw new InvalidInputException(file + ": holds no line below its first");
    }
    return lines;
  }

  /** Bytes that are no UTF-8 are refused, not replaced. */
  private static InputStream utf8(Path file) throws IOException {
    return new ByteArrayInputStream(Files.readString(file).getBytes(StandardCharsets.UTF_8));
  }

  private List<String> header(CsvRecordReader records) throws IOException {
    List<String> header =
        records.next().map(CsvRecordReader.CsvRecord::fields).orElse(List.of()).stream()
            .map(String::strip)
            .toList();
    if (header.size() != columns.size() || !header.containsAll(columns)) {
      throw new InvalidInputException(
          file
              + ":1: the columns are "
              + header
              + ", but must be "
              + String.join(",", columns)
              + ": name them so");
    }
    return header;
  }

  private Line line(List<String> header, CsvRecordReader.CsvRecord record) {
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
    String first = record.fields().get(header.indexOf(columns.get(0))).strip();
    String second = record.fields().get(header.indexOf(columns.get(1))).strip();
    if (first.isEmpty() || second.isEmpty()) {
      throw new InvalidInputException(
          place
              + "the "
              + (first.isEmpty()
                  ? columns.get(0)
                  : columns.get(1) + " of " + columns.get(0) + " \"" + first + "\"")
              + " is empty: both are needed");
    }
    return new Line(place, record.line(), first, second);
  }
}
