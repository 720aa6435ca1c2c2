package org.taskweave.data.log;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.taskweave.core.InvalidInputException;

/**
 * The first line of a CSV file: always the names of its columns. The delimiter is the one of comma,
 * semicolon, tab and bar that it holds most often outside quotes.
 *
 * @param columns distinct for SQL
 */
record CsvHeader(char delimiter, List<String> columns) {

  private static final String DELIMITERS = ",;\t|";

  static CsvHeader read(LogFile file) throws IOException {
    String text;
    try (CsvRecordReader reader = new CsvRecordReader(file.open(), ',')) {
      text =
          reader
              .next()
              .map(CsvRecordReader.CsvRecord::text)
              .filter(line -> !line.isBlank())
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          file.name() + " is empty: its first line must name the columns."));
    }
    char delimiter = delimiterOf(text);
    try (CsvRecordReader reader = new CsvRecordReader(file.open(), delimiter)) {
      List<String> first = reader.next().orElseThrow().fields();
      return new CsvHeader(
          delimiter, file.header() ? SqlText.distinctNames(first) : numbered(first.size()));
    }
  }

  private static List<String> numbered(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "c" + i).toList();
  }

  private static char delimiterOf(String header) {
    int[] counts = new int[DELIMITERS.length()];
    boolean quoted = false;
    for (int i = 0; i < header.length(); i++) {
      char next = header.charAt(i);
      quoted ^= next == '"';
      int known = DELIMITERS.indexOf(next);
      if (!quoted && known >= 0) {
        counts[known]++;
      }
    }
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      if (counts[i] > counts[best]) {
        best = i;
      }
    }
    return DELIMITERS.charAt(best);
  }
}
