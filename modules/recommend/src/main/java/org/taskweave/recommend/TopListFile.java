package org.taskweave.recommend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.taskweave.data.table.Column;
import org.taskweave.data.table.ColumnType;
import org.taskweave.data.table.ColumnType.Scalar;
import org.taskweave.data.table.TableFile;
import org.taskweave.data.table.TableFormat;
import org.taskweave.data.table.TableRows;

/**
 * Top lists as a table. JSON lines and Parquet have a row for each user: user, cut (UTC), source
 * ({@link TopList.Source}), items (a list of {item, score}, the best first). CSV has a row for each
 * item: user, cut, source, place (from 1), item, score.
 */
public final class TopListFile {

  private static final Column USER = new Column("user", Scalar.TEXT);
  private static final Column CUT = new Column("cut", Scalar.TIMESTAMP);
  private static final Column SOURCE = new Column("source", Scalar.TEXT);
  private static final List<Column> NESTED =
      List.of(USER, CUT, SOURCE, new Column("items", ColumnType.RANKED_ITEMS));
  private static final List<Column> FLAT =
      List.of(
          USER,
          CUT,
          SOURCE,
          new Column("place", Scalar.INTEGER),
          new Column("item", Scalar.TEXT),
          new Column("score", Scalar.FLOAT));

  private TopListFile() {}

  /** Gives the lists one after the other. */
  public interface Lists {

    /** Hands over all lists. */
    void forEach(java.util.function.Consumer<TopList> sink);
  }

  /**
   * Writes the whole file or nothing.
   *
   * @throws org.taskweave.core.InvalidInputException if the file's name tells no format
   */
  public static void write(Path file, Lists lists) {
    boolean nested = TableFormat.of(file).nests();
    TableFile.write(
        file, nested ? NESTED : FLAT, rows -> lists.forEach(list -> add(list, nested, rows)));
  }

  private static void add(TopList list, boolean nested, TableRows rows) {
    Long cut = list.cutMillis().isPresent() ? list.cutMillis().getAsLong() : null;
    if (nested) {
      List<List<Object>> items = new ArrayList<>();
      list.items().forEach(ranked -> items.add(List.of(ranked.entry().id(), ranked.score())));
      rows.add(list.user(), cut, list.source().key(), items);
      return;
    }
    for (int i = 0; i < list.items().size(); i++) {
      rows.add(
          list.user(),
          cut,
          list.source().key(),
          i + 1,
          list.items().get(i).entry().id(),
          list.items().get(i).score());
    }
  }
}
