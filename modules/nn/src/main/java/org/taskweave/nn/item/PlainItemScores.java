package org.taskweave.nn.item;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What {@link org.taskweave.nn.item.ItemScoresKernel} and its gradient compute, in ND4J's own
 * operations, for any precision.
 */
final class PlainItemScores {

  private final INDArray queries;
  private final INDArray items;
  private final double factor;
  private final HistoryItems histories;

  /**
   * Scores of items for queries.
   *
   * @param queries [R,W]
   * @param items [U,W]
   * @param histories of the queries; null for none
   */
  PlainItemScores(INDArray queries, INDArray items, double factor, HistoryItems histories) {
    this.queries = queries;
    this.items = items;
    this.factor = factor;
    this.histories = histories;
  }

  /**
   * Writes the scores.
   *
   * @param addends [1,U]
   * @param repeat what items of the history have added
   * @param scores [R,U]
   */
  void score(INDArray addends, double repeat, INDArray scores) {
    scores.assign(queries.mmul(items.transpose()).muli(factor).addiRowVector(addends));
    forEachRepeat((row, item) -> scores.putScalar(row, item, scores.getDouble(row, item) + repeat));
  }

  /**
   * Writes gradients.
   *
   * @param atScores [R,U]
   * @param atQueries [R,W]
   * @param atItems [U,W]
   * @param atAddends [1,U]
   * @return the gradient at what items of the history have added
   */
  double differentiate(
      INDArray atScores, INDArray atQueries, INDArray atItems, INDArray atAddends) {
    atQueries.assign(atScores.mmul(items).muli(factor));
    atItems.assign(atScores.transpose().mmul(queries).muli(factor));
    atAddends.assign(Nd4j.ones(atScores.dataType(), 1, atScores.size(0)).mmul(atScores));
    double[] sum = new double[1];
    forEachRepeat((row, item) -> sum[0] += atScores.getDouble(row, item));
    return sum[0];
  }

  private interface Repeat {
    void at(int row, int item);
  }

  private void forEachRepeat(Repeat repeat) {
    if (histories == null) {
      return;
    }
    HistoryItems.Reader reader = histories.reader();
    for (int row = 0; row < queries.size(0); row++) {
      int count = reader.read(row);
      for (int i = 0; i < count; i++) {
        repeat.at(row, reader.item(i));
      }
    }
  }
}
