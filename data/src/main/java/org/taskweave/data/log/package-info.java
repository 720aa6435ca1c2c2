/**
 * A log as it lies on disk becomes events: CSV and JSON lines (plain or gzipped) and Parquet, read
 * through DuckDB in this process, offline.
 *
 * <p><b>Types.</b> Nothing is guessed from a sample of rows, so that one odd value neither fails
 * the read nor vanishes. All columns of CSV and all scalars of JSON lines are text; lists of JSON
 * are their values joined by "|"; Parquet keeps its types. The first line of a CSV file names its
 * columns; unless the recipe gives the delimiter, it is the one of comma, semicolon, tab and bar
 * that this line holds most. Columns that a file names alike but for case get _1, _2, ..., so that
 * none is taken for another.
 *
 * <p><b>Select.</b> SQL over the view {@code log}; it converts with {@code try_cast}, which gives
 * null where {@code cast} would fail the read. The view has the columns {@code _file} and {@code
 * _row} beside the files' own (unless those have such names); a select that keeps both lets the
 * quarantine name file and line of a bad row, one that does not has the row of its result named.
 * Rows that a select filters out are not counted.
 *
 * <p>A recipe may be a stranger's. Its select is one SELECT over that view ({@link
 * org.taskweave.data.log.LogSelect}), run in a database that reaches no file once the named ones
 * are loaded ({@link org.taskweave.data.log.LogDatabase#lock}), within {@link
 * org.taskweave.data.log.QueryLimits}.
 *
 * <p><b>Numbers.</b> An attribute is a number if its column's type is numeric, if the recipe uses
 * it as a number, or if every value of it is written as one (plain decimal; "007" is an
 * identifier). Otherwise it is text. Empty values are missing, not bad.
 *
 * <p><b>Times.</b> See {@link org.taskweave.core.recipe.DataRecipe#timeZone()}: ISO-like text, SQL
 * dates and timestamps, and numbers: seconds since the epoch below 1e11, milliseconds below 1e14;
 * what lies farther from 1970 is no time.
 *
 * <p><b>Bad rows.</b> Missing user, item, time or action; a time that is none; nan, infinity or no
 * number in a numeric attribute, or one beyond 1e18 where the recipe counts with it; NUL
 * characters; lines with too many or too few columns, broken quotes or bytes that are not in the
 * encoding; lines of JSON that hold no object. They are counted by reason and written to
 * quarantine.csv (file, line, row, reason, content); past the recipe's share they stop the run.
 *
 * <p><b>Duplicates.</b> Rows equal in every mapped column, kept or dropped as the recipe says.
 */
package org.taskweave.data.log;
