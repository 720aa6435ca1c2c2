package org.taskweave.core.recipe;

import java.util.List;
import java.util.Optional;

/**
 * Where the log is and what its columns mean.
 *
 * @param files paths or globs, relative to the recipe's folder; or "sample:online-retail" for the
 *     built-in sample
 * @param format CSV, JSONL or PARQUET; told by the file name when absent
 * @param encoding of text files, "UTF-8" by default
 * @param select SQL (DuckDB) over the view "log" of the files' rows; the columns below then name
 *     its result's columns
 * @param timeZone of timestamps without one, "UTC" by default
 * @param duplicates what to do with rows equal in every mapped column
 * @param quarantineMaxShare share of bad rows above which the run stops, 0 to 1
 */
public record DataRecipe(
    List<String> files,
    Optional<Format> format,
    String encoding,
    Optional<String> select,
    Columns columns,
    String timeZone,
    Duplicates duplicates,
    double quarantineMaxShare) {

  public DataRecipe {
    files = List.copyOf(files);
  }

  /** File formats DuckDB reads here. */
  public enum Format {
    CSV,
    JSONL,
    PARQUET
  }

  /** Rows equal in every mapped column: keep all (default) or the first. */
  public enum Duplicates {
    KEEP,
    DROP
  }

  /**
   * Names of columns.
   *
   * @param action absent: every event has the action {@code defaultAction}
   * @param text item text
   * @param basket events of one purchase, invoice or session share it
   * @param order breaks ties of equal timestamps; without it a seeded hash does
   * @param attributes further columns carried by the events
   */
  public record Columns(
      String user,
      String item,
      String timestamp,
      Optional<String> action,
      String defaultAction,
      Optional<String> text,
      Optional<String> basket,
      Optional<String> order,
      List<String> attributes) {

    public Columns {
      attributes = List.copyOf(attributes);
    }
  }
}
