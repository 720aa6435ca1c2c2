package org.taskweave.data.log;

import java.util.stream.Collectors;

/**
 * What is worth telling of DuckDB's message: not the settings of its readers, the fixes it proposes
 * for a call that nobody wrote, or whole lines of data.
 */
final class DuckDbMessage {

  private static final int LINES = 4;
  private static final int LONGEST_LINE = 200;

  private DuckDbMessage() {}

  static String of(Exception failure) {
    return String.valueOf(failure.getMessage())
        .lines()
        .map(String::strip)
        .takeWhile(line -> !line.startsWith("Possible ") && !line.startsWith("LINE "))
        .filter(line -> !line.isEmpty())
        .limit(LINES)
        .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "..." : line)
        .collect(Collectors.joining("; "));
  }
}
