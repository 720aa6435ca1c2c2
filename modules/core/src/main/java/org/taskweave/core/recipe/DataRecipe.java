package org.taskweave.core.recipe;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * Where the log is and what its columns mean.
 *
 * @param files paths or globs, relative to the recipe's folder; or "sample:online-retail" for the
 *     built-in sample; none when a Java program hands over the events
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
 * @param items a table of items beside the log, read as the view "items" by its select
 * @param users a table of users beside the log, read as the view "users" by its select
 */
public record DataRecipe(
    @DefaultValue("[]") List<String> files,
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
    @DefaultValue("0.01") double maxQuarantineShare,
    Optional<TableRecipe> items,
    Optional<TableRecipe> users)
    implements FilesRecipe {

  public DataRecipe {
    files = List.copyOf(files);
    FilesRecipe.check(
            new Checks(DataRecipe.class),
            files,
            encoding,
            delimiter,
            quote,
            escape,
            timeZone,
            maxQuarantineShare)
        .given("columns", columns)
        .given("duplicates", duplicates)
        .given("repeatEvents", repeatEvents)
        .atLeast("core", core, 1)
        .require(
            items.isEmpty() || columns == null || columns.itemAttributes().isEmpty(),
            "columns.itemAttributes",
            columns == null ? "this" : columns.itemAttributes(),
            "says the same as data.items, whose columns are the items' attributes: remove one")
        .done();
  }

  /** Names of what is known of an item, by the table of items or as the log's columns say. */
  public List<String> itemAttributes() {
    return items.map(TableRecipe::attributeNames).orElse(columns.itemAttributes());
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
   * @param itemAttributes those of the attributes that are the item's own, whoever the event's user
   *     is: the catalog has their newest known values. Of the others, a rating for instance, no
   *     item has one
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
      @DefaultValue("[]") List<String> attributes,
      @DefaultValue("[]") List<String> itemAttributes) {

    public Columns {
      attributes = List.copyOf(attributes);
      itemAttributes = List.copyOf(itemAttributes);
      new Checks(Columns.class)
          .notBlank("user", user)
          .notBlank("item", item)
          .notBlank("timestamp", timestamp)
          .notBlank("defaultAction", defaultAction)
          .distinct("attributes", attributes)
          .distinct("itemAttributes", itemAttributes)
          .require(
              attributes.containsAll(itemAttributes),
              "itemAttributes",
              itemAttributes,
              "names what attributes does not: list it there, too")
          .done();
    }
  }
}
