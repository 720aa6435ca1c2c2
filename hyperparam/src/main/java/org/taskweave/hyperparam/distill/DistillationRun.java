package org.taskweave.hyperparam.distill;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.FolderLock;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.PairedDifference;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.example.Split;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.fit.TrainerListener;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.SharedTraining;
import org.taskweave.training.run.Teaching;
import org.taskweave.training.run.TrainedModel;

/**
 * Trains a student on labels and a bundle's outputs, and the same model on labels alone, and
 * measures both beside the bundle on the test split, or on dev where there is none. What is
 * finished is kept: a distillation goes on after a kill with the model that it was at.
 */
public final class DistillationRun {

  private static final double BYTES = Float.BYTES / 1e6;

  private final ModelBundle teacher;
  private final Recipe recipe;
  private final Teaching teaching;
  private final DistillationFolder folder;

  /**
   * A distillation.
   *
   * @param teacher stays open
   * @param recipe the student's, see {@link #recipe}
   */
  public DistillationRun(
      ModelBundle teacher, Recipe recipe, Teaching teaching, DistillationFolder folder) {
    this.teacher = teacher;
    this.recipe = recipe;
    this.teaching = teaching;
    this.folder = folder;
  }

  /**
   * A student's recipe: the teacher's with fixed task weights, and an encoder that learns as a
   * whole, since what the frozen layers of the larger one do has to be learned by fewer.
   *
   * @param model of the encoder; the teacher's for ""
   * @param layers kept of it; 0 for all
   * @param overrides of the form path=value, which go last
   */
  public static Recipe recipe(Recipe teacher, String model, int layers, List<String> overrides) {
    RecipeTree tree = RecipeTree.of(teacher).override("balancing=null");
    if (!model.isEmpty()) {
      tree = tree.with("encoder.model", model).with("encoder.layers", 0);
    }
    if (layers > 0) {
      tree = tree.with("encoder.layers", layers);
    }
    if (!model.isEmpty() || layers > 0) {
      tree = tree.with("encoder.frozenLayers", 0);
    }
    return tree.override(overrides).bind();
  }

  /**
   * Runs what is not done yet, and writes everything.
   *
   * @throws InvalidInputException if the student does not ask and read the same as the teacher, or
   *     the folder is of another distillation
   */
  public Distillation run(RunListener listener) {
    try (FolderLock lock = FolderLock.of(folder.path(), "a distillation");
        SharedTraining shared = SharedTraining.ofLogs(folder.quarantine(), listener)) {
      DistillationFolder.Origin origin =
          new DistillationFolder.Origin(
              teacher.run().startedAt() + " " + teacher.run().dataHash(),
              RecipeReader.write(recipe),
              teaching);
      folder.requireOnly(origin);
      requireSameLog(shared);
      Split split = shared.has(recipe, Split.TEST) ? Split.TEST : Split.DEV;
      Measured ofTeacher = measure(shared, teacher, "teacher", split);
      finish(
          folder.student(),
          origin,
          () -> {
            listener.stage("training the student");
            return shared.teach(recipe, teacher, teaching, TrainerListener.NONE);
          });
      finish(
          folder.alone(),
          origin,
          () -> {
            listener.stage("training the same model without a teacher");
            return shared.train(recipe, TrainerListener.NONE);
          });
      listener.stage("measuring");
      Distillation distillation =
          compare(
              shared,
              split,
              ofTeacher,
              measure(shared, folder.student(), "student", split),
              measure(shared, folder.alone(), "alone", split));
      folder.write(distillation);
      return distillation;
    }
  }

  private void requireSameLog(SharedTraining shared) {
    String hash = shared.dataHash(recipe);
    if (!hash.equals(teacher.run().dataHash())) {
      throw new InvalidInputException(
          "the teacher was trained on other events ("
              + teacher.run().dataHash()
              + ") than those that data.files give now ("
              + hash
              + "): name the teacher's log with --set data.files=[FILE]");
    }
  }

  private void finish(
      Path bundle, DistillationFolder.Origin origin, Supplier<TrainedModel> training) {
    if (!Files.exists(bundle)) {
      try (TrainedModel trained = training.get()) {
        folder.begin(origin);
        trained.save(bundle);
      }
    }
  }

  /** One model's measures. */
  private record Measured(
      Distillation.Size size,
      List<TaskEvaluation> evaluations,
      Map<String, Evaluator.Predictions> predictions) {}

  private Measured measure(SharedTraining shared, Path bundle, String name, Split split) {
    try (ModelBundle model = ModelBundle.load(bundle)) {
      return measure(shared, model, name, split);
    }
  }

  /** By the student's recipe: the examples are the same, wherever the log lies now. */
  private Measured measure(SharedTraining shared, ModelBundle model, String name, Split split) {
    return new Measured(
        new Distillation.Size(
            name,
            model.model().parameterCount() * BYTES,
            shared.millisecondsPerRow(recipe, model.model(), split)),
        shared.evaluate(recipe, model.model(), split),
        shared.predictions(recipe, model.model(), split));
  }

  private Distillation compare(
      SharedTraining shared, Split split, Measured teacher, Measured student, Measured alone) {
    List<TaskSpec> tasks = shared.tasks(recipe);
    Bootstrap bootstrap = new Bootstrap(recipe.evaluation().bootstrapSamples(), recipe.seed());
    List<Distillation.Line> lines = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      TaskSpec task = tasks.get(k);
      MetricResult result = student.evaluations().get(k).primary();
      PairedDifference overTeacher = difference(task, result, student, teacher, bootstrap);
      PairedDifference overAlone = difference(task, result, student, alone, bootstrap);
      lines.add(
          new Distillation.Line(
              task.name(),
              result.name(),
              result.direction() == Direction.HIGHER_IS_BETTER,
              overTeacher.labels(),
              result.trivialBaseline(),
              overTeacher.second(),
              overTeacher.first(),
              overAlone.second(),
              Distillation.Gain.of(overTeacher, result.direction()),
              Distillation.Gain.of(overAlone, result.direction())));
    }
    return new Distillation(
        split.name().toLowerCase(Locale.ROOT),
        List.of(teacher.size(), student.size(), alone.size()),
        lines);
  }

  private static PairedDifference difference(
      TaskSpec task, MetricResult result, Measured student, Measured other, Bootstrap bootstrap) {
    return PairedDifference.of(
        task,
        task.metrics().stream()
            .filter(metric -> metric.name().equals(result.name()))
            .findFirst()
            .orElseThrow(),
        student.predictions().get(task.name()),
        other.predictions().get(task.name()),
        bootstrap);
  }
}
