package org.taskweave.recommend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.HistoryEncoder;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.side.SideTable;
import org.taskweave.data.table.Column;
import org.taskweave.data.table.ColumnType;
import org.taskweave.data.table.ColumnType.Scalar;
import org.taskweave.data.table.TableFile;
import org.taskweave.data.table.TableFormat;
import org.taskweave.data.table.TableRows;
import org.taskweave.nn.model.ScoreVectors;
import org.taskweave.training.bundle.ModelContext;

/**
 * {@link ScoreVectors} of a catalog's items and of users as a table, for anybody's index: kind
 * (item, user), id, cut (UTC; of users, what the vector is made of came before), vector (a list of
 * numbers). The product of a user's and an item's vector is the item's score. Users are written as
 * they come, some at a time, so that memory does not grow with their number.
 */
public final class VectorFile {

  private static final int CHUNK = 2048;
  private static final List<Column> COLUMNS =
      List.of(
          new Column("kind", Scalar.TEXT),
          new Column("id", Scalar.TEXT),
          new Column("cut", Scalar.TIMESTAMP),
          new Column("vector", new ColumnType.ListOf(Scalar.FLOAT)));

  private final ModelContext context;
  private final NextItems task;
  private final ScoreVectors vectors;
  private final HistoryEncoder encoder;
  private final List<Example> waiting = new ArrayList<>();
  private int users;

  /**
   * Vectors of a task.
   *
   * @param task reads the same histories
   * @param vectors of that task's model
   */
  public VectorFile(ModelContext context, NextItems task, ScoreVectors vectors) {
    this.context = context;
    this.task = task;
    this.vectors = vectors;
    this.encoder = context.inputs().encoder();
  }

  /** Gives users one after the other. */
  public interface Users {

    /** Hands over each user's events. */
    void forEach(Consumer<List<BehaviorEvent>> sink);
  }

  /**
   * Checks a file's name before any work is done.
   *
   * @throws InvalidInputException if it ends in neither .jsonl nor .parquet
   */
  public static void checkName(Path file) {
    if (!TableFormat.of(file).nests()) {
      throw new InvalidInputException(
          file + ": vectors are lists, which CSV has not: name a .parquet or .jsonl file");
    }
  }

  /**
   * Writes the whole file or nothing, the items before the users.
   *
   * @param recipe of the bundle, maybe with another log
   * @param known what a table says of users
   * @param cutMillis the model knows what came before; just after each user's newest event if
   *     absent
   * @param rejects get users of whom the model knows nothing
   * @return how many users are written
   */
  public int write(
      Path file,
      Recipe recipe,
      SideTable known,
      OptionalLong cutMillis,
      Users log,
      Rejects rejects) {
    checkName(file);
    AskedUsers asked = new AskedUsers(recipe, known, cutMillis, task::unreadable);
    TableFile.write(
        file,
        COLUMNS,
        rows -> {
          addItems(rows);
          log.forEach(
              events -> {
                AskedUsers.Asked user = asked.of(events);
                user.example()
                    .ifPresentOrElse(waiting::add, () -> rejects.add(user.user(), user.reason()));
                if (waiting.size() == CHUNK) {
                  addUsers(rows);
                }
              });
          addUsers(rows);
        });
    return users;
  }

  private void addItems(TableRows rows) {
    WeightTensor all = vectors.items();
    List<ItemCatalog.Item> items = context.catalog().items();
    for (int i = 0; i < items.size(); i++) {
      rows.add("item", items.get(i).id(), null, row(all, i));
    }
  }

  private void addUsers(TableRows rows) {
    if (waiting.isEmpty()) {
      return;
    }
    List<EncodedExample> encoded = waiting.stream().map(encoder::encode).toList();
    float[][] queries = new float[encoded.size()][];
    int batchSize = Math.min(encoded.size(), context.recipe().evaluation().batchSize());
    for (MultiTaskBatch batch : context.inputs().batcher(batchSize).evaluation(encoded)) {
      WeightTensor ofBatch = vectors.queries(batch.input());
      for (int row = 0; row < batch.exampleIndices().length; row++) {
        if (batch.exampleIndices()[row] >= 0) {
          queries[batch.exampleIndices()[row]] = row(ofBatch, row);
        }
      }
    }
    for (int i = 0; i < queries.length; i++) {
      rows.add("user", waiting.get(i).user(), waiting.get(i).cutMillis(), queries[i]);
    }
    users += queries.length;
    waiting.clear();
  }

  private static float[] row(WeightTensor rows, int row) {
    int width = (int) rows.shape()[1];
    return Arrays.copyOfRange(rows.values(), row * width, (row + 1) * width);
  }
}
