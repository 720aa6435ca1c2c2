package org.taskweave.nn.loss;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * What a teacher says of a task's rows in one pass. With q and p what teacher's and student's
 * logits t and x, divided by the temperature T, say, a row's loss is T^2 times the Kullback-Leibler
 * divergence of p from q (Hinton, Vinyals, Dean 2015, arXiv:1503.02531; the factor keeps gradients
 * as large at any T); of values it is the mean of (x - t)^2 (Ba, Caruana 2014).
 *
 * @param logits the teacher's [R,W]
 * @param rows which rows are taught [R,1], 0 or 1
 * @param labelled rows whose label is known [R,1], 0 or 1
 * @param temperature T; of no meaning for values
 * @param weight of the mean over taught rows in the task's loss
 */
public record Lesson(
    INDArray logits,
    INDArray rows,
    INDArray labelled,
    Likeness likeness,
    double temperature,
    double weight) {

  /** The loss of each row [R,1], 0 for those not taught. */
  INDArray rowLosses(INDArray student) {
    INDArray losses =
        switch (likeness) {
          case VALUES -> {
            INDArray error = student.sub(logits);
            yield error.muli(error).mean(true, 1);
          }
          case DISTRIBUTION -> {
            INDArray of = Logits.logSoftmax(logits.div(temperature));
            INDArray at = Logits.logSoftmax(student.div(temperature));
            yield Transforms.exp(of, true).muli(of.subi(at)).sum(true, 1).muli(squared());
          }
          case PROBABILITIES -> {
            INDArray of = logits.div(temperature);
            INDArray at = student.div(temperature);
            // q log(q/p) + (1-q) log((1-q)/(1-p)) = softplus(x) - softplus(t) - q (x - t)
            INDArray yes = Transforms.sigmoid(of, true);
            yield Logits.softplus(at)
                .subi(Logits.softplus(of))
                .subi(yes.muli(at.sub(of)))
                .sum(true, 1)
                .muli(squared());
          }
        };
    return losses.muliColumnVector(rows);
  }

  /** Gradient of each row's loss at the student's logits [R,W]. */
  INDArray rowGradients(INDArray student) {
    INDArray gradients =
        switch (likeness) {
          case VALUES -> student.sub(logits).muli(2.0 / student.size(1));
          case DISTRIBUTION ->
              Nd4j.nn()
                  .softmax(student.div(temperature), 1)
                  .subi(Nd4j.nn().softmax(logits.div(temperature), 1))
                  .muli(temperature);
          case PROBABILITIES ->
              Transforms.sigmoid(student.div(temperature), false)
                  .subi(Transforms.sigmoid(logits.div(temperature), false))
                  .muli(temperature);
        };
    return gradients.muliColumnVector(rows);
  }

  private double squared() {
    return temperature * temperature;
  }

  /** How much a row's loss counts, so that the mean over taught rows has the lesson's weight. */
  double factor() {
    return weight / Math.max(1, rows.sumNumber().doubleValue());
  }
}
