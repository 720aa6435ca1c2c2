package org.taskweave.core.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.recipe.FeaturesRecipe.EventNumeric;

/**
 * A table beside the log: what is known of items, or of users, by their ids. An item's columns join
 * its vector, and what a task with {@code reads: userAndItem} reads of its item; a user's columns
 * join the user features. Scales and categories are learned on the training split.
 *
 * @param files paths or globs, relative to the recipe's folder
 * @param format CSV, JSONL or PARQUET; told by the file name when absent
 * @param encoding of text files, "UTF-8" by default
 * @param header whether the first line of CSV files names the columns; they are c1, c2, ... if not
 * @param delimiter between the fields of CSV files; told by their first line when absent
 * @param quote the character around CSV fields that hold delimiters, {@code "} by default; "" when
 *     there is none
 * @param escape the character before a quote inside a quoted field, by default the quote itself
 * @param select SQL (DuckDB) over the view "items" (or "users") of the files' rows; the columns
 *     below then name its result's columns
 * @param id column whose values are the log's ids of items (or users)
 * @param text column with an item's text, instead of the log's; users have none
 * @param validFrom column with the time from which a row is true, until the next row of its id: an
 *     example reads the row that is true at its cut or at its target's time, never a later one.
 *     Without it there is one row for each id, which is always true
 * @param categorical columns with one category each
 * @param numeric columns with a number each
 * @param multiValued columns with several categories each, a list or a text joined by "|": the mean
 *     of their vectors
 * @param vectors columns with a list of numbers each, always as many
 * @param attributes further columns: for templates and filters, no features
 * @param mostCategories of a column that have a vector of their own, the commonest; all others
 *     share one
 * @param timeZone of times without one, "UTC" by default
 * @param maxQuarantineShare share of bad rows above which the run stops, 0 to 1
 */
public record TableRecipe(
    List<String> files,
    Optional<DataRecipe.Format> format,
    @DefaultValue("UTF-8") String encoding,
    @DefaultValue("true") boolean header,
    Optional<String> delimiter,
    Optional<String> quote,
    Optional<String> escape,
    Optional<String> select,
    String id,
    Optional<String> text,
    Optional<String> validFrom,
    @DefaultValue("[]") List<String> categorical,
    @DefaultValue("[]") List<EventNumeric> numeric,
    @DefaultValue("[]") List<String> multiValued,
    @DefaultValue("[]") List<String> vectors,
    @DefaultValue("[]") List<String> attributes,
    @DefaultValue("256") int mostCategories,
    @DefaultValue("UTC") String timeZone,
    @DefaultValue("0.01") double maxQuarantineShare)
    implements FilesRecipe {

  public TableRecipe {
    files = List.copyOf(files);
    categorical = List.copyOf(categorical);
    numeric = List.copyOf(numeric);
    multiValued = List.copyOf(multiValued);
    vectors = List.copyOf(vectors);
    attributes = List.copyOf(attributes);
    FilesRecipe.check(
            new Checks(TableRecipe.class),
            files,
            encoding,
            delimiter,
            quote,
            escape,
            timeZone,
            maxQuarantineShare)
        .require(!files.isEmpty(), "files", "an empty list", "names no file: give a path or glob")
        .notBlank("id", id)
        .atLeast("mostCategories", mostCategories, 1)
        .atMost("mostCategories", mostCategories, 4096, "each is a column of every row")
        .distinct("attributes", names(categorical, numeric, multiValued, vectors, attributes))
        .done();
  }

  private static List<String> names(
      List<String> categorical,
      List<EventNumeric> numeric,
      List<String> multiValued,
      List<String> vectors,
      List<String> attributes) {
    List<String> names = new ArrayList<>(categorical);
    numeric.forEach(number -> names.add(number.attribute()));
    names.addAll(multiValued);
    names.addAll(vectors);
    names.addAll(attributes);
    return names;
  }

  /** Names of all columns but id, text and time, in the order of the recipe's fields. */
  public List<String> attributeNames() {
    return names(categorical, numeric, multiValued, vectors, attributes);
  }

  /** Whether a model can read something of it besides texts. */
  public boolean hasFeatures() {
    return attributeNames().size() > attributes.size();
  }

  /** Whether its features join the items' vectors: those that are always true. */
  public boolean joinsVectors() {
    return hasFeatures() && validFrom.isEmpty();
  }
}
