package org.taskweave.nn.item;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.kernel.Gemm;
import org.taskweave.engine.kernel.NativeFloats;
import org.taskweave.engine.kernel.RowChunks;
import org.taskweave.engine.kernel.Workers;

/**
 * Scores of items for queries, factor * (query . item) + the item's addend, plus a number where the
 * item is in the query's history; some rows after the other, so that they are still in the cache.
 */
public final class ItemScoresKernel implements Runnable {

  private final NativeFloats queries;
  private final NativeFloats items;
  private final float factor;
  private final float[] addends;
  private final NativeFloats scores;
  private final HistoryItems histories;
  private final float repeat;
  private final int width;
  private final RowChunks chunks;

  /**
   * The kernel for fixed arrays.
   *
   * @param queries [R,W]
   * @param items [U,W]
   * @param addends [U]
   * @param scores [R,U], written
   * @param histories of the queries; null for none
   * @param repeat what items of the history have added
   */
  public ItemScoresKernel(
      INDArray queries,
      INDArray items,
      float factor,
      float[] addends,
      INDArray scores,
      HistoryItems histories,
      float repeat) {
    this.queries = NativeFloats.of(queries);
    this.items = NativeFloats.of(items);
    this.factor = factor;
    this.addends = addends;
    this.scores = NativeFloats.of(scores);
    this.histories = histories;
    this.repeat = repeat;
    this.width = (int) queries.size(1);
    this.chunks = new RowChunks((int) queries.size(0));
  }

  @Override
  public void run() {
    HistoryItems.Reader[] readers = new HistoryItems.Reader[Workers.COUNT];
    Workers.forEach(
        chunks.count(),
        (chunk, worker) -> {
          score(chunks.start(chunk), chunks.end(chunk));
          if (histories != null) {
            if (readers[worker] == null) {
              readers[worker] = histories.reader();
            }
            addRepeats(chunks.start(chunk), chunks.end(chunk), readers[worker]);
          }
        });
  }

  private void score(int from, int to) {
    int count = addends.length;
    for (int row = from; row < to; row++) {
      scores.put((long) row * count, addends, count);
    }
    FloatPointer query = queries.pointer().position((long) from * width);
    FloatPointer into = scores.pointer().position((long) from * count);
    Gemm.add(
        to - from,
        count,
        width,
        factor,
        Gemm.Matrix.of(query, width),
        Gemm.Matrix.of(items.pointer(), width).t(),
        Gemm.Matrix.of(into, count));
  }

  private void addRepeats(int from, int to, HistoryItems.Reader reader) {
    for (int row = from; row < to; row++) {
      int found = reader.read(row);
      for (int i = 0; i < found; i++) {
        int place = row * addends.length + reader.item(i);
        scores.put(place, scores.get(place) + repeat);
      }
    }
  }
}
