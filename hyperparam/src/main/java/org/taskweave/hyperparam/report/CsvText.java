package org.taskweave.hyperparam.report;

import java.util.List;
import java.util.stream.Collectors;

/** Rows of cells as CSV (RFC 4180). */
public final class CsvText {

  private CsvText() {}

  /** The first row is the header. */
  public static String of(List<List<String>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(CsvText::quoted).collect(Collectors.joining(",", "", "\r\n")))
        .collect(Collectors.joining());
  }

  private static String quoted(String cell) {
    return cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
