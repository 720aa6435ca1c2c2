package org.taskweave.data.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvRecordReaderTest {

  private static List<CsvRecordReader.CsvRecord> read(String text, char delimiter)
      throws IOException {
    List<CsvRecordReader.CsvRecord> records = new ArrayList<>();
    try (CsvRecordReader reader =
        new CsvRecordReader(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), delimiter)) {
      for (Optional<CsvRecordReader.CsvRecord> next = reader.next();
          next.isPresent();
          next = reader.next()) {
        records.add(next.get());
      }
    }
    return records;
  }

  @Test
  void tellsLinesBytesTextAndFields() throws IOException {
    assertEquals(
        List.of(
            new CsvRecordReader.CsvRecord(1, 0, 3, "a,b", List.of("a", "b")),
            new CsvRecordReader.CsvRecord(2, 5, 14, "\"x\r\n\"\"y\",", List.of("x\r\n\"y", "")),
            new CsvRecordReader.CsvRecord(4, 15, 15, "", List.of("")),
            new CsvRecordReader.CsvRecord(5, 16, 18, "é", List.of("é"))),
        read("a,b\r\n\"x\r\n\"\"y\",\n\né", ','));
  }

  @Test
  void skipsAByteOrderMarkButCountsItsBytes() throws IOException {
    assertEquals(
        List.of(new CsvRecordReader.CsvRecord(1, 3, 6, "a;b", List.of("a", "b"))),
        read("\uFEFFa;b\n", ';'));
  }

  @Test
  void otherLettersOfTheSameFirstByteAreNoMark() throws IOException {
    assertEquals("\uFF21", read("\uFF21,b\n", ',').get(0).fields().get(0));
  }

  @Test
  void anEmptyFileHasNoRecord() throws IOException {
    assertEquals(List.of(), read("", ','));
  }
}
