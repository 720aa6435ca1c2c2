package org.taskweave.core.recipe;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * Where the log is and what its columns mean.
 *
 * @param files paths or globs, relative to the recipe's folder; or "sample:online-retail" for the
 *     built-in sample
 * @param format CSV, JSONL or PARQUET; told by the file name when absent
 * @param encoding of text files, "UTF-8" by default
 * @param header whether the first line of CSV files names the columns; they are c1, c2, ... if not
 * @param select SQL (DuckDB) over the view "log" of the files' rows; the columns below then name
 *     its result's columns
 * @param timeZone of timestamps without one, "UTC" by default
 * @param duplicates what to do with rows equal in every mapped column
 * @param repeatEvents what to do with events of a user with an item that the user met before
 * @param core users and items with fewer events are removed, again and again until every one that
 *     is left has so many (k-core), after duplicates and repeated events; 1 removes none. It is for
 *     training and measuring: predictions are made for all users of a log
 * @param maxQuarantineShare share of bad rows above which the run stops, 0 to 1
 */
public record DataRecipe(
    List<String> files,
    Optional<Format> format,
    @DefaultValue("UTF-8") String encoding,
    @DefaultValue("true") boolean header,
    Optional<String> select,
    Columns columns,
    @DefaultValue("UTC") String timeZone,
    @DefaultValue("keep") Duplicates duplicates,
    @DefaultValue("keep") RepeatEvents repeatEvents,
    @DefaultValue("1") int core,
    @DefaultValue("0.01") double maxQuarantineShare) {

  public DataRecipe {
    files = List.copyOf(files);
    new Checks(DataRecipe.class)
        .require(!files.isEmpty(), "files", "an empty list", "names no log: give a path or glob")
        .require(
            encoding != null && isCharset(encoding),
            "encoding",
            Checks.quoted(encoding),
            "is not a known encoding: UTF-8, ISO-8859-1 or windows-1252 are")
        .require(
            timeZone != null && isTimeZone(timeZone),
            "timeZone",
            Checks.quoted(timeZone),
            "is not a known time zone: UTC or Europe/London are")
        .given("columns", columns)
        .given("duplicates", duplicates)
        .given("repeatEvents", repeatEvents)
        .atLeast("core", core, 1)
        .share("maxQuarantineShare", maxQuarantineShare)
        .done();
  }

  private static boolean isCharset(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  private static boolean isTimeZone(String name) {
    try {
      ZoneId.of(name);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
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

  /** Events of a user with an item seen before: keep all (default) or only the first in time. */
  public enum RepeatEvents {
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
      @DefaultValue("event") String defaultAction,
      Optional<String> text,
      Optional<String> basket,
      Optional<String> order,
      @DefaultValue("[]") List<String> attributes) {

    public Columns {
      attributes = List.copyOf(attributes);
      new Checks(Columns.class)
          .notBlank("user", user)
          .notBlank("item", item)
          .notBlank("timestamp", timestamp)
          .notBlank("defaultAction", defaultAction)
          .distinct("attributes", attributes)
          .done();
    }
  }
}
