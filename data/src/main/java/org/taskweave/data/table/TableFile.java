package org.taskweave.data.table;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;
import org.taskweave.data.log.DuckDb;
import org.taskweave.data.log.SqlText;

/**
 * A table in a file. Rows are written as JSON lines as they come; DuckDB makes Parquet or CSV of
 * these.
 */
public final class TableFile {

  /** Rows of the longest lists that are held in memory at a time. */
  private static final int ROW_GROUP = 8192;

  private static final long LONGEST_ROW = 1L << 25;

  private TableFile() {}

  /** Gives the rows of a table. */
  @FunctionalInterface
  public interface Content {

    /** Adds all rows. */
    void addTo(TableRows rows) throws IOException;
  }

  /** Begins a table when its columns are known. */
  @FunctionalInterface
  public interface Opening {

    /**
     * The table's rows; to be asked for once.
     *
     * @throws InvalidInputException if two columns differ at most in case
     * @throws IllegalArgumentException if a column of a CSV file holds lists or structs
     */
    TableRows of(List<Column> columns) throws IOException;
  }

  /** Gives the rows of a table whose columns the first of them tells. */
  @FunctionalInterface
  public interface LateContent {

    /** Opens the table and adds all rows. */
    void addTo(Opening opening) throws IOException;
  }

  /**
   * Writes the whole file or nothing.
   *
   * @return how many rows it has
   * @throws InvalidInputException if the file's name tells no format, or two columns differ at most
   *     in case
   * @throws IllegalArgumentException if a column of a CSV file holds lists or structs
   */
  public static long write(Path file, List<Column> columns, Content content) {
    check(TableFormat.of(file), columns);
    return write(file, opening -> content.addTo(opening.of(columns)));
  }

  /**
   * As above, for columns that are not known before the first row is.
   *
   * @throws IllegalStateException if the content opened no table
   */
  public static long write(Path file, LateContent content) {
    TableFormat format = TableFormat.of(file);
    long[] count = new long[1];
    AtomicFiles.write(
        file,
        part -> {
          if (format == TableFormat.JSON_LINES) {
            count[0] = writeRows(part, format, content).count();
            return;
          }
          Path folder = Temporary.folder("taskweave-table");
          try {
            Path lines = folder.resolve("rows.jsonl");
            Written written = writeRows(lines, format, content);
            count[0] = written.count();
            copy(lines, written.columns(), format, part, folder);
          } finally {
            AtomicFiles.delete(folder);
          }
        });
    return count[0];
  }

  /** Rows that lie in a file of lines. */
  private record Written(List<Column> columns, long count) {}

  /** Says that a name of a column is taken. */
  public static InvalidInputException ambiguous(String column) {
    return new InvalidInputException(
        "the table would have two columns \""
            + column
            + "\" (upper and lower case are the same there, and what is no letter or digit is an"
            + " underscore): rename the task or class");
  }

  private static void check(TableFormat format, List<Column> columns) {
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        throw ambiguous(column.name());
      }
      if (!format.nests() && !(column.type() instanceof ColumnType.Scalar)) {
        throw new IllegalArgumentException("CSV has no lists: " + column);
      }
    }
  }

  private static Written writeRows(Path file, TableFormat format, LateContent content)
      throws IOException {
    try (Sheet sheet = new Sheet(file, format)) {
      content.addTo(sheet);
      return sheet.written();
    }
  }

  /** A table from its opening on. */
  private static final class Sheet implements Opening, AutoCloseable {

    private final Path file;
    private final TableFormat format;
    private Optional<TableRows> rows = Optional.empty();
    private List<Column> columns = List.of();

    Sheet(Path file, TableFormat format) {
      this.file = file;
      this.format = format;
    }

    @Override
    public TableRows of(List<Column> all) throws IOException {
      if (rows.isPresent()) {
        throw new IllegalStateException("the table has been opened before");
      }
      check(format, all);
      columns = List.copyOf(all);
      rows = Optional.of(new TableRows(columns, file));
      return rows.get();
    }

    Written written() {
      return new Written(
          columns,
          rows.orElseThrow(() -> new IllegalStateException("the table was never opened")).count());
    }

    @Override
    public void close() throws IOException {
      if (rows.isPresent()) {
        rows.get().close();
      }
    }
  }

  private static void copy(
      Path lines, List<Column> columns, TableFormat format, Path part, Path folder)
      throws IOException {
    String types =
        columns.stream()
            .map(column -> SqlText.name(column.name()) + ": " + SqlText.text(column.type().sql()))
            .collect(Collectors.joining(", ", "{", "}"));
    try (Connection database = DuckDb.inMemory();
        Statement statement = database.createStatement()) {
      statement.execute("SET memory_limit = '1GB'");
      statement.execute("SET temp_directory = " + SqlText.text(folder.resolve("spill").toString()));
      statement.execute(
          "COPY (SELECT * FROM read_json("
              + SqlText.file(lines)
              + ", format = 'newline_delimited', maximum_object_size = "
              + LONGEST_ROW
              + ", columns = "
              + types
              + ")) TO "
              + SqlText.text(part.toString())
              + (format == TableFormat.CSV
                  ? " (FORMAT csv, HEADER)"
                  : " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE " + ROW_GROUP + ")"));
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
