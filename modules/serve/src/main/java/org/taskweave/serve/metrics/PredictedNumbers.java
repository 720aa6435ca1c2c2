package org.taskweave.serve.metrics;

import java.util.List;
import org.taskweave.recommend.Prediction;

/** The numbers among predictions. */
final class PredictedNumbers {

  private PredictedNumbers() {}

  /** Takes a number. */
  interface Taker {
    void take(String task, String part, double value);
  }

  /**
   * Numbers as tables have them: a probability or value has the part "", a class's probability and
   * a quantile their names, of next items the best score "score".
   */
  static void of(List<Prediction> predictions, Taker taker) {
    for (Prediction prediction : predictions) {
      prediction
          .tasks()
          .forEach(
              (task, said) ->
                  said.columns()
                      .forEach(
                          (part, value) -> {
                            if (value instanceof Double number && Double.isFinite(number)) {
                              taker.take(task, part.isEmpty() ? "" : part.substring(1), number);
                            }
                          }));
    }
  }
}
