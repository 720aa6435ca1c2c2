package org.taskweave.data.log;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.taskweave.core.InvalidInputException;

/**
 * The first line of a CSV file, which names its columns unless the recipe says that it does not.
 * Without a delimiter in the recipe, it is the one of comma, semicolon, tab and bar that this line
 * holds most often outside quotes.
 *
 * @param columns distinct for SQL
 */
record CsvHeader(CsvDialect dialect, List<String> columns) {

  /** More make statements that DuckDB does not end reading. */
  static final int MOST_COLUMNS = 5000;

  private static final String DELIMITERS = ",;\t|";

  static CsvHeader read(LogFile file) throws IOException {
    String text;
    try (CsvRecordReader reader = new CsvRecordReader(file.open(), dialectOf(file, ","))) {
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
    CsvDialect dialect = dialectOf(file, delimiterOf(text, file.dialect().quote()));
    try (CsvRecordReader reader = new CsvRecordReader(file.open(), dialect)) {
      List<String> first = reader.next().orElseThrow().fields();
      requireFew(file, first.size());
      return new CsvHeader(
          dialect, file.header() ? SqlText.distinctNames(first) : numbered(first.size()));
    }
  }

  static void requireFew(LogFile file, int columns) {
    if (columns > MOST_COLUMNS) {
      throw new InvalidInputException(
          file.name()
              + " has "
              + columns
              + " columns, but at most "
              + MOST_COLUMNS
              + " are read: leave some out.");
    }
  }

  private static CsvDialect dialectOf(LogFile file, String otherwise) {
    CsvDialect dialect = file.dialect();
    return dialect.delimiter().isEmpty() ? dialect.withDelimiter(otherwise) : dialect;
  }

  private static List<String> numbered(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "c" + i).toList();
  }

  private static String delimiterOf(String header, String quote) {
    int[] counts = new int[DELIMITERS.length()];
    boolean quoted = false;
    for (int i = 0; i < header.length(); i++) {
      char next = header.charAt(i);
      quoted ^= quote.indexOf(next) >= 0;
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
    return DELIMITERS.substring(best, best + 1);
  }
}
