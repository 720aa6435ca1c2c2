package org.taskweave.data.table;

import java.nio.file.Path;
import java.util.Arrays;
import org.taskweave.core.InvalidInputException;

/** Formats of tables. */
public enum TableFormat {
  CSV(".csv"),
  JSON_LINES(".jsonl"),
  PARQUET(".parquet");

  private final String ending;

  TableFormat(String ending) {
    this.ending = ending;
  }

  /** How the names of its files end. */
  public String ending() {
    return ending;
  }

  /** Whether a column can hold lists and structs. */
  public boolean nests() {
    return this != CSV;
  }

  /**
   * The format of a file.
   *
   * @throws InvalidInputException if its name ends in none of .csv, .jsonl, .parquet
   */
  public static TableFormat of(Path file) {
    String name = String.valueOf(file.getFileName());
    return Arrays.stream(values())
        .filter(format -> name.endsWith(format.ending))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    file
                        + ": the format is told by the name, which must end in .csv, .jsonl or"
                        + " .parquet"));
  }
}
