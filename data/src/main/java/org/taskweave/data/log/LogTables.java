package org.taskweave.data.log;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.DataRecipe;

/**
 * Loads each file into a table of its own and puts the section's view over them.
 *
 * <p>Nothing is guessed from a sample of rows: every column of CSV and every scalar of JSON lines
 * is text; lists of JSON become their values joined by "|"; Parquet keeps its types. Files may have
 * different columns; one that a file lacks is null there. The columns {@value #FILE} (name) and
 * {@value #ROW} (number of the row among the file's parsed rows, from 1) are added unless a file
 * has a column of such a name.
 */
final class LogTables {

  static final String FILE = "_file";
  static final String ROW = "_row";

  private static final int BYTES_LOOKED_AT = 4096;

  private final LogDatabase database;
  private final RecipeSection section;

  LogTables(LogDatabase database, RecipeSection section) {
    this.database = database;
    this.section = section;
  }

  List<LoadedFile> load(List<LogFile> files) {
    List<LoadedFile> loaded = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      loaded.add(load(files.get(i), i));
    }
    boolean free = true;
    for (int i = 0; i < files.size(); i++) {
      free &=
          database.columns("rows_" + i).stream()
              .noneMatch(
                  column ->
                      column.name().equalsIgnoreCase(FILE) || column.name().equalsIgnoreCase(ROW));
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      String provenance =
          free
              ? ", " + SqlText.text(files.get(i).name()) + " AS " + FILE + ", rowid + 1 AS " + ROW
              : "";
      parts.add("SELECT *" + provenance + " FROM rows_" + i);
    }
    try {
      database.executeGiven(
          "CREATE VIEW " + section.view() + " AS " + String.join(" UNION ALL BY NAME ", parts));
    } catch (SQLException e) {
      throw new InvalidInputException(
          section.at("files")
              + ": the files "
              + files.stream().map(LogFile::name).toList()
              + " do not fit together: "
              + DuckDbMessage.of(e),
          e);
    }
    return loaded;
  }

  private LoadedFile load(LogFile file, int number) {
    try {
      if (file.format() != DataRecipe.Format.PARQUET) {
        requireText(file);
      }
      return switch (file.format()) {
        case CSV -> loadCsv(file, number);
        case JSONL -> loadJsonLines(file, number);
        case PARQUET -> loadParquet(file, number);
      };
    } catch (SQLException | IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          file.name() + " cannot be read as " + file.format() + ": " + DuckDbMessage.of(e), e);
    }
  }

  /** UTF-16 has NUL bytes, or such a mark, among its first bytes. */
  private void requireText(LogFile file) throws IOException {
    byte[] first;
    try (InputStream in = file.open()) {
      first = in.readNBytes(BYTES_LOOKED_AT);
    }
    boolean marked =
        first.length >= 2 && (first[0] & 0xFF) + (first[1] & 0xFF) == 0xFE + 0xFF && first[0] < 0;
    int nul = 0;
    while (nul < first.length && first[nul] != 0) {
      nul++;
    }
    if (marked || nul < first.length) {
      throw new InvalidInputException(
          file.name()
              + (marked ? " begins as UTF-16 does" : " holds a NUL byte (byte " + nul + " from 0)")
              + ", so it is no text in UTF-8. Set "
              + section.at("encoding")
              + " to UTF-16 if that is what it is.");
    }
  }

  private LoadedFile loadCsv(LogFile file, int number) throws SQLException, IOException {
    CsvHeader header = CsvHeader.read(file);
    String columns =
        header.columns().stream()
            .map(name -> SqlText.text(name) + ": 'VARCHAR'")
            .collect(Collectors.joining(", ", "{", "}"));
    database.executeGiven(
        "CREATE TABLE rows_"
            + number
            + " AS SELECT * FROM read_csv("
            + SqlText.file(file.path())
            + ", auto_detect = false, header = "
            + file.header()
            + ", quote = "
            + SqlText.text(header.dialect().quote())
            + ", escape = "
            + SqlText.text(header.dialect().escape())
            + ", delim = "
            + SqlText.text(header.dialect().delimiter())
            + ", compression = 'none'"
            + ", columns = "
            + columns
            + ", store_rejects = true, rejects_table = 'rejects_"
            + number
            + "', rejects_scan = 'scans_"
            + number
            + "')");
    List<RejectedRow> rejected = new ArrayList<>();
    database.query(
        "SELECT line_byte_position, max(CAST(error_type AS VARCHAR)), min(csv_line) FROM rejects_"
            + number
            + " GROUP BY line_byte_position ORDER BY line_byte_position",
        row ->
            rejected.add(
                new RejectedRow(
                    row.getLong(1) - 1,
                    reason(row.getString(2)),
                    Optional.ofNullable(row.getString(3)).orElse("").strip())));
    return loaded(file, number, rejected, header.dialect());
  }

  private static String reason(String duckDbError) {
    return switch (duckDbError) {
      case "TOO MANY COLUMNS" -> "too many columns";
      case "MISSING COLUMNS" -> "too few columns";
      case "UNQUOTED VALUE" -> RejectedRow.BROKEN_QUOTES;
      case "INVALID ENCODING" -> "not in the encoding";
      case "LINE SIZE OVER MAXIMUM" -> "line too long";
      default -> duckDbError.toLowerCase(Locale.ROOT);
    };
  }

  private LoadedFile loadJsonLines(LogFile file, int number) throws SQLException {
    String documents = "documents_" + number;
    database.executeGiven(
        "CREATE TABLE "
            + documents
            + " AS SELECT json FROM read_ndjson_objects("
            + SqlText.file(file.path())
            + ", ignore_errors = true, compression = 'none')");
    List<String> keys = new ArrayList<>();
    String object = "coalesce(json_type(json), '') = 'OBJECT'";
    database.query(
        "SELECT DISTINCT unnest(json_keys(json)) AS key FROM "
            + documents
            + " WHERE "
            + object
            + " ORDER BY key",
        row -> keys.add(row.getString(1)));
    if (keys.isEmpty()) {
      throw new InvalidInputException(
          file.name() + " holds no JSON object: one is expected on every line.");
    }
    CsvHeader.requireFew(file, keys.size());
    List<String> names = SqlText.distinctNames(keys);
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String pointer = SqlText.text("/" + keys.get(i).replace("~", "~0").replace("/", "~1"));
      columns.add(
          "CASE WHEN json_type(json, "
              + pointer
              + ") = 'ARRAY' THEN array_to_string(json_extract_string(json_extract(json, "
              + pointer
              + "), '$[*]'), '|') ELSE json_extract_string(json, "
              + pointer
              + ") END AS "
              + SqlText.name(names.get(i)));
    }
    database.executeGiven(
        "CREATE TABLE rows_"
            + number
            + " AS SELECT "
            + String.join(", ", columns)
            + " FROM "
            + documents
            + " WHERE "
            + object);
    List<RejectedRow> rejected = new ArrayList<>();
    database.query(
        "SELECT rowid + 1 FROM " + documents + " WHERE NOT (" + object + ") ORDER BY 1",
        row -> rejected.add(new RejectedRow(row.getLong(1), "no JSON object", "")));
    database.execute("DROP TABLE " + documents);
    return loaded(file, number, rejected, file.dialect());
  }

  private LoadedFile loadParquet(LogFile file, int number) throws SQLException {
    List<String> written = parquetColumns(file);
    CsvHeader.requireFew(file, written.size());
    String renamed =
        SqlText.distinctNames(written).stream()
            .map(SqlText::name)
            .collect(Collectors.joining(", ", " AS file(", ")"));
    database.executeGiven(
        "CREATE TABLE rows_"
            + number
            + " AS SELECT * FROM read_parquet("
            + SqlText.file(file.path())
            + ")"
            + renamed);
    return loaded(file, number, List.of(), file.dialect());
  }

  /** Names as the file has them, which may be alike but for case; not those inside structs. */
  private List<String> parquetColumns(LogFile file) throws SQLException {
    List<String> names = new ArrayList<>();
    Deque<Long> open = new ArrayDeque<>();
    database.query(
        "SELECT name, coalesce(num_children, 0) FROM parquet_schema("
            + SqlText.file(file.path())
            + ")",
        row -> {
          if (open.size() == 1) {
            names.add(row.getString(1));
          }
          if (!open.isEmpty()) {
            open.push(open.pop() - 1);
          }
          open.push(row.getLong(2));
          while (open.size() > 1 && open.peek() == 0) {
            open.pop();
          }
        });
    return names;
  }

  private LoadedFile loaded(
      LogFile file, int number, List<RejectedRow> rejected, CsvDialect dialect) {
    long rows = database.number("SELECT count(*) FROM rows_" + number);
    return new LoadedFile(file, rows, rejected, dialect);
  }
}
