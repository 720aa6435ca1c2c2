package org.taskweave.hyperparam.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.PairedDifference;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.example.Split;
import org.taskweave.hyperparam.run.StudyListener;
import org.taskweave.hyperparam.store.DifferenceRow;
import org.taskweave.hyperparam.store.MetricRow;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.study.ObjectiveTerm;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.fit.TrainerListener;
import org.taskweave.training.run.SharedTraining;
import org.taskweave.training.run.TrainedModel;

/**
 * Measures chosen models, with intervals. The test split is read once for each: what is recorded is
 * not measured again.
 */
final class Verdict {

  private static final String DEFAULT = "default";

  private final StudyDatabase database;
  private final SharedTraining training;
  private final StudyListener listener;

  Verdict(StudyDatabase database, SharedTraining training, StudyListener listener) {
    this.database = database;
    this.training = training;
    this.listener = listener;
  }

  /** A trial's model. */
  void found(String role, int trial, Path bundle) {
    if (recorded(role, trial)) {
      return;
    }
    listener.stage("evaluating trial " + trial + " (" + role + ")");
    try (ModelBundle loaded = ModelBundle.load(bundle)) {
      record(role, trial, loaded);
    }
  }

  /** The recipe without any searched value is trained and measured. */
  void byDefault(Recipe recipe) {
    if (recorded(DEFAULT, -1)) {
      return;
    }
    listener.stage("training the default recipe, to compare with");
    try (TrainedModel model = training.train(recipe, TrainerListener.NONE)) {
      record(DEFAULT, -1, model.bundle());
    }
  }

  private boolean recorded(String role, int trial) {
    return database.evaluations().stream()
        .anyMatch(row -> row.role().equals(role) && row.trial() == trial);
  }

  private void record(String role, int trial, ModelBundle bundle) {
    List<MetricRow> dev = rows(role, trial, Split.DEV, bundle);
    List<MetricRow> test =
        training.has(bundle.recipe(), Split.TEST)
            ? rows(role, trial, Split.TEST, bundle)
            : List.of();
    database.evaluation(role, "test", test);
    database.evaluation(role, "dev", dev);
  }

  private List<MetricRow> rows(String role, int trial, Split split, ModelBundle bundle) {
    List<MetricRow> rows = new ArrayList<>();
    int samples = bundle.recipe().evaluation().bootstrapSamples();
    for (TaskEvaluation task : training.evaluate(bundle, split, samples)) {
      for (MetricResult metric : task.metrics()) {
        rows.add(
            new MetricRow(
                role,
                trial,
                split == Split.DEV ? "dev" : "test",
                task.task(),
                metric.name(),
                metric.name().equals(task.primaryMetric()),
                metric.direction() == Direction.HIGHER_IS_BETTER,
                metric.value(),
                metric.intervalLow(),
                metric.intervalHigh(),
                metric.trivialBaseline(),
                metric.labelCount(),
                metric.floor().orElse(Double.NaN)));
      }
    }
    return rows;
  }

  /** A task with the others beside the task alone, on the test split, or dev if there is none. */
  void difference(ObjectiveTerm term, Path multi, Path single) {
    if (database.differences().stream().anyMatch(row -> row.task().equals(term.task()))) {
      return;
    }
    try (ModelBundle together = ModelBundle.load(multi);
        ModelBundle alone = ModelBundle.load(single)) {
      Split split = training.has(together.recipe(), Split.TEST) ? Split.TEST : Split.DEV;
      TaskSpec task =
          alone.preprocessing().tasks().stream()
              .filter(each -> each.name().equals(term.task()))
              .findFirst()
              .orElseThrow();
      Metric metric =
          task.metrics().stream()
              .filter(each -> each.name().equals(term.metric().name()))
              .findFirst()
              .orElseThrow();
      PairedDifference difference =
          PairedDifference.of(
              task,
              metric,
              training.predictions(together, split).get(task.name()),
              training.predictions(alone, split).get(task.name()),
              new Bootstrap(
                  together.recipe().evaluation().bootstrapSamples(), together.recipe().seed()));
      database.difference(
          new DifferenceRow(
              task.name(),
              metric.name(),
              metric.direction() == Direction.HIGHER_IS_BETTER,
              difference.first(),
              difference.second(),
              difference.difference(),
              difference.interval().low(),
              difference.interval().high(),
              difference.labels()));
    }
  }
}
