package org.taskweave.recommend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.data.table.Column;
import org.taskweave.data.table.ColumnType.Scalar;
import org.taskweave.data.table.TableFile;
import org.taskweave.data.table.TableFormat;

/** Questions that got no answer, and why: a table of user, item and reason. */
public final class Rejects {

  private static final List<Column> COLUMNS =
      List.of(
          new Column("user", Scalar.TEXT),
          new Column("item", Scalar.TEXT),
          new Column("reason", Scalar.TEXT));

  private record Row(String user, Optional<String> item, String reason) {}

  private final List<Row> rows = new ArrayList<>();
  private final TreeMap<String, Integer> counts = new TreeMap<>();

  /** Where rejects of a table go if nothing else is said: "top.parquet" has "top.rejects.csv". */
  public static Path beside(Path table) {
    String name = table.getFileName().toString();
    String ending = TableFormat.of(table).ending();
    return table.resolveSibling(
        name.substring(0, name.length() - ending.length()) + ".rejects.csv");
  }

  /** Adds a user. */
  public void add(String user, String reason) {
    add(user, Optional.empty(), reason);
  }

  /** Adds a user and the item asked about. */
  public void add(String user, Optional<String> item, String reason) {
    rows.add(new Row(user, item, reason));
    counts.merge(reason, 1, Integer::sum);
  }

  /** How many there are by reason. */
  public Map<String, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /** How many there are. */
  public int size() {
    return rows.size();
  }

  /** Writes the table; where there is nothing to write, one that an earlier run left is deleted. */
  public void write(Path file) {
    if (!rows.isEmpty()) {
      TableFile.write(
          file,
          COLUMNS,
          table -> rows.forEach(r -> table.add(r.user(), r.item().orElse(null), r.reason())));
      return;
    }
    try {
      AtomicFiles.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }
}
