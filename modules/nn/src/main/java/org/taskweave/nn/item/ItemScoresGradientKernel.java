package org.taskweave.nn.item;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.kernel.Gemm;
import org.taskweave.engine.kernel.NativeFloats;
import org.taskweave.engine.kernel.NativeScratch;
import org.taskweave.engine.kernel.RowChunks;
import org.taskweave.engine.kernel.RowMath;
import org.taskweave.engine.kernel.Workers;

/**
 * Gradients of {@link ItemScoresKernel} from the gradient E at the scores [R,U]: factor * E items
 * at the queries, factor * E' queries at the items, the sums of E's columns at the addends, and the
 * sum of E over items of the histories at the number that these have added.
 */
public final class ItemScoresGradientKernel implements Runnable {

  /** Items are divided among threads in parts of at least so many, and of a multiple of it. */
  private static final int PART = 128;

  private final NativeFloats queries;
  private final NativeFloats items;
  private final float factor;
  private final NativeFloats atScores;
  private final HistoryItems histories;
  private final NativeFloats atQueries;
  private final NativeFloats atItems;
  private final NativeFloats atAddends;
  private final int rows;
  private final int count;
  private final int width;
  private final double[] repeats;

  /**
   * The kernel for fixed arrays.
   *
   * @param queries [R,W]
   * @param items [U,W]
   * @param atScores [R,U]
   * @param histories of the queries; null for none
   * @param atQueries [R,W], written
   * @param atItems [U,W], written
   * @param atAddends [U], written
   */
  public ItemScoresGradientKernel(
      INDArray queries,
      INDArray items,
      float factor,
      INDArray atScores,
      HistoryItems histories,
      INDArray atQueries,
      INDArray atItems,
      INDArray atAddends) {
    this.queries = NativeFloats.of(queries);
    this.items = NativeFloats.of(items);
    this.factor = factor;
    this.atScores = NativeFloats.of(atScores);
    this.histories = histories;
    this.atQueries = NativeFloats.of(atQueries);
    this.atItems = NativeFloats.of(atItems);
    this.atAddends = NativeFloats.of(atAddends);
    this.rows = (int) queries.size(0);
    this.width = (int) queries.size(1);
    this.count = (int) items.size(0);
    this.repeats = new double[rows];
  }

  @Override
  public void run() {
    RowChunks chunks = new RowChunks(rows);
    HistoryItems.Reader[] readers = new HistoryItems.Reader[Workers.COUNT];
    Workers.forEach(
        chunks.count(),
        (chunk, worker) -> {
          int from = chunks.start(chunk);
          int to = chunks.end(chunk);
          differentiateQueries(from, to - from);
          if (histories != null) {
            if (readers[worker] == null) {
              readers[worker] = histories.reader();
            }
            sumRepeats(from, to, readers[worker]);
          }
        });
    int part = (count + Workers.COUNT * PART - 1) / (Workers.COUNT * PART) * PART;
    Workers.forEach(
        (count + part - 1) / part,
        (index, worker) -> differentiateItems(index * part, Math.min(part, count - index * part)));
  }

  /** After {@link #run}: the gradient at what items of the histories have added. */
  public double atRepeat() {
    return Arrays.stream(repeats).sum();
  }

  private void differentiateQueries(int from, int size) {
    FloatPointer error = atScores.pointer().position((long) from * count);
    FloatPointer into = atQueries.pointer().position((long) from * width);
    Gemm.multiply(
        size,
        width,
        count,
        factor,
        Gemm.Matrix.of(error, count),
        Gemm.Matrix.of(items.pointer(), width),
        Gemm.Matrix.of(into, width));
  }

  private void sumRepeats(int from, int to, HistoryItems.Reader reader) {
    for (int row = from; row < to; row++) {
      int found = reader.read(row);
      for (int i = 0; i < found; i++) {
        repeats[row] += atScores.get(row * count + reader.item(i));
      }
    }
  }

  /** Queries' E is a faster product than E' queries, and turned round in no time. */
  private void differentiateItems(int from, int size) {
    NativeFloats turned = NativeScratch.floats((long) width * size);
    Gemm.multiply(
        width,
        size,
        rows,
        factor,
        Gemm.Matrix.of(queries.pointer(), width).t(),
        Gemm.Matrix.of(atScores.pointer().position(from), count),
        Gemm.Matrix.of(turned.pointer(), size));
    float[] byColumn = turned.all();
    float[] byItem = new float[byColumn.length];
    for (int item = 0; item < size; item++) {
      for (int w = 0; w < width; w++) {
        byItem[item * width + w] = byColumn[w * size + item];
      }
    }
    atItems.put((long) from * width, byItem, byItem.length);
    float[] sums = new float[size];
    float[] row = new float[size];
    for (int r = 0; r < rows; r++) {
      atScores.get((long) r * count + from, row, size);
      RowMath.add(sums, row, size);
    }
    atAddends.put((long) from, sums, size);
  }
}
