package org.taskweave.trees;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.CountTask;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.MultilabelTask;
import org.taskweave.core.task.OrdinalTask;
import org.taskweave.core.task.RegressionLoss;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;

/**
 * How trees learn a kind of task: the loss without the weights of classes that a head may have.
 *
 * @param parameters of XGBoost, the objective among them
 * @param metric of XGBoost that is the loss, which tells on dev when to stop
 * @param ensembles how many there are, each for one column of the labels
 * @param width numbers that an ensemble predicts
 * @param classes of a label that is the index of one; 0 where it is a number
 */
record TreeObjective(
    Map<String, Object> parameters, String metric, int ensembles, int width, int classes) {

  private static final Map<Class<? extends TaskSpec>, Function<TaskSpec, TreeObjective>> KINDS =
      Map.of(
          BinaryTask.class, task -> numbers("binary:logistic", "logloss", 1),
          MultilabelTask.class, task -> numbers("binary:logistic", "logloss", task.labelWidth()),
          CountTask.class, task -> numbers("count:poisson", "poisson-nloglik", 1),
          RegressionTask.class, task -> regression(((RegressionTask) task).loss()),
          MulticlassTask.class, task -> classes(task.classes().size()),
          OrdinalTask.class, task -> classes(task.classes().size()));

  TreeObjective {
    parameters = Map.copyOf(parameters);
  }

  /** The objective of a task with its classes; empty for kinds that trees do not learn. */
  static Optional<TreeObjective> of(TaskSpec task) {
    return Optional.ofNullable(KINDS.get(task.getClass())).map(kind -> kind.apply(task));
  }

  private static TreeObjective numbers(String objective, String metric, int ensembles) {
    return new TreeObjective(Map.of("objective", objective), metric, ensembles, 1, 0);
  }

  private static TreeObjective classes(int count) {
    return new TreeObjective(
        Map.of("objective", "multi:softprob", "num_class", count), "mlogloss", 1, count, count);
  }

  /** Of standardised labels, as a head learns them. */
  private static TreeObjective regression(RegressionLoss loss) {
    if (loss instanceof RegressionLoss.Quantile quantile) {
      return new TreeObjective(
          Map.of("objective", "reg:quantileerror", "quantile_alpha", quantile.levels().toString()),
          "quantile",
          1,
          quantile.width(),
          0);
    }
    if (loss instanceof RegressionLoss.Huber huber) {
      return new TreeObjective(
          Map.of("objective", "reg:pseudohubererror", "huber_slope", huber.delta()),
          "mphe",
          1,
          1,
          0);
    }
    return numbers("reg:squarederror", "rmse", 1);
  }

  /** Numbers whose means tell of an item: the label's columns, or one for each class. */
  int indicators() {
    return classes > 0 ? classes : ensembles;
  }

  /** One of these numbers of a label. */
  double indicator(float[] label, int column) {
    return classes > 0 ? (label[0] == column ? 1 : 0) : label[column];
  }
}
