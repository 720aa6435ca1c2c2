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
 * @param delimiter between the fields of CSV files, such as "|" or "::"; told by their first line
 *     when absent. One to four ASCII characters
 * @param quote the character around CSV fields that hold delimiters, {@code "} by default; "" when
 *     there is none and quotation marks are text
 * @param escape the character before a quote inside a quoted field, by default the quote itself
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
    Optional<String> delimiter,
    Optional<String> quote,
    Optional<String> escape,
    Optional<String> select,
    Columns columns,
    @DefaultValue("UTC") String timeZone,
    @DefaultValue("keep") Duplicates duplicates,
    @DefaultValue("keep") RepeatEvents repeatEvents,
    @DefaultValue("1") int core,
    @DefaultValue("0.01") double maxQuarantineShare) {

  private static final String DELIMITER = "[\\t\\x20-\\x7e]{1,4}";
  private static final String MARK = "[\\x21-\\x7e]";

  public DataRecipe {
    files = List.copyOf(files);
    new Checks(DataRecipe.class)
        .require(!files.isEmpty(), "files", "an empty list", "names no log: give a path or glob")
        .require(
            files.stream().noneMatch(file -> file.indexOf('\0') >= 0),
            "files",
            files,
            "has a name with a NUL character: no file has such a name")
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
        .require(
            delimiter.isEmpty() || delimiter.get().matches(DELIMITER),
            "delimiter",
            Checks.quoted(delimiter.orElse("")),
            "is no delimiter: give one to four ASCII characters without line ends, such as \";\","
                + " \"\\t\" or \"::\"")
        .require(
            quote.equals(Optional.of("")) || isMark(quote.orElse("\""), delimiter),
            "quote",
            Checks.quoted(quote.orElse("\"")),
            "is no quotation mark: give one ASCII character that the delimiter does not hold, or"
                + " \"\" for none")
        .require(
            escape.isEmpty() || isMark(escape.get(), delimiter),
            "escape",
            Checks.quoted(escape.orElse("")),
            "is no escape: give one ASCII character that the delimiter does not hold, such as"
                + " \"\\\\\"")
        .require(
            escape.isEmpty() || !quote.equals(Optional.of("")),
            "escape",
            Checks.quoted(escape.orElse("")),
            "has nothing to escape, as quote is \"\": remove it")
        .given("columns", columns)
        .given("duplicates", duplicates)
        .given("repeatEvents", repeatEvents)
        .atLeast("core", core, 1)
        .share("maxQuarantineShare", maxQuarantineShare)
        .done();
  }

  private static boolean isMark(String mark, Optional<String> delimiter) {
    return mark.matches(MARK) && !delimiter.orElse("").contains(mark);
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
   * @param user whose event it is
   * @param item what it is about
   * @param timestamp when it was: a date or a time, or seconds or milliseconds since 1970
   * @param defaultAction the action of events without one
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
