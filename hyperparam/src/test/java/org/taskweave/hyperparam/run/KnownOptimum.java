package org.taskweave.hyperparam.run;

import java.util.List;
import java.util.Map;
import org.taskweave.core.metric.Direction;
import org.taskweave.hyperparam.space.Dimension;
import org.taskweave.hyperparam.space.SearchSpace;
import org.taskweave.hyperparam.trial.EpochReporter;
import org.taskweave.hyperparam.trial.Measurement;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.TrialFunction;
import org.taskweave.hyperparam.trial.TrialOutcome;
import org.taskweave.hyperparam.trial.TrialRequest;

/**
 * A study whose optimum is known: the loss is a bowl over weight, rate, dropout and layers, plus a
 * step for the wrong optimizer, and is 1 at the optimum weight = 1, rate = 1e-3, dropout = 0.2,
 * layers = 4, optimizer = b. Curves fall towards the loss over the epochs, good ones faster.
 */
public final class KnownOptimum implements TrialFunction {

  /** The loss, lower is better. */
  public static final List<Objective> OBJECTIVE =
      List.of(new Objective("loss", Direction.LOWER_IS_BETTER));

  private final int epochs;

  /** Trainings of so many epochs. */
  public KnownOptimum(int epochs) {
    this.epochs = epochs;
  }

  /** A new space. */
  public static SearchSpace space() {
    return new SearchSpace(
        List.of(
            Dimension.logUniform("weight", 0.01, 100),
            Dimension.logUniform("rate", 1e-5, 1e-1),
            Dimension.uniform("dropout", 0, 0.8),
            Dimension.integer("layers", 0, 6),
            Dimension.choice("optimizer", List.of("a", "b", "c"))),
        List.of());
  }

  /** The loss of values. */
  public static double loss(Map<String, Object> values) {
    double weight = Math.log10((Double) values.get("weight")) / 2;
    double rate = (Math.log10((Double) values.get("rate")) + 3) / 2;
    double dropout = ((Double) values.get("dropout") - 0.2) / 0.4;
    double layers = ((Integer) values.get("layers") - 4) / 3.0;
    double wrong = values.get("optimizer").equals("b") ? 0 : 0.3;
    return 1 + weight * weight + rate * rate + dropout * dropout + layers * layers + wrong;
  }

  @Override
  public TrialOutcome run(TrialRequest request, EpochReporter reporter) {
    double loss = loss(request.values());
    Measurement best = null;
    for (int epoch = 1; epoch <= epochs; epoch++) {
      best = measurement(epoch, loss * (1 + Math.exp(-epoch / 3.0)));
      if (!reporter.report(best)) {
        break;
      }
    }
    return new TrialOutcome(best, TrialOutcome.Artifact.NONE);
  }

  private Measurement measurement(int epoch, double loss) {
    return new Measurement(
        epoch, epoch == epochs, List.of(loss), -loss, Map.of("task", Map.of("loss", loss)), 0.001);
  }
}
