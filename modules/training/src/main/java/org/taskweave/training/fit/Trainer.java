package org.taskweave.training.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.core.run.RunRecord;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.balance.TaskBalance;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.ProductPrecision;
import org.taskweave.nn.model.StepResult;
import org.taskweave.nn.model.Teacher;
import org.taskweave.nn.model.TrainingStep;

/**
 * Trains a model epoch by epoch and leaves it with the weights of its best epoch on the dev split.
 * With the same seed and batches a training repeats, and so does a resumed one: on one thread
 * ({@code OMP_NUM_THREADS=1}) exactly; on several, ND4J's parallel sums may round the last digits
 * of a float another way each time.
 */
public final class Trainer {

  private final TrainingRecipe recipe;
  private final BalancingRecipe balancing;
  private final long seed;
  private final Objective objective;
  private final IntFunction<List<MultiTaskBatch>> batchesOfEpoch;
  private final Function<BatchScorer, List<TaskEvaluation>> devEvaluation;
  private final TrainerListener listener;
  private final Optional<Teacher> teacher;

  /** A trainer with fixed task weights; see below. */
  public Trainer(
      TrainingRecipe recipe,
      long seed,
      IntFunction<List<MultiTaskBatch>> batchesOfEpoch,
      Function<BatchScorer, List<TaskEvaluation>> devEvaluation,
      TrainerListener listener) {
    this(recipe, BalancingRecipe.fixed(), seed, batchesOfEpoch, devEvaluation, listener);
  }

  /**
   * A trainer.
   *
   * @param balancing the one that the model was made for
   * @param batchesOfEpoch the training batches of an epoch (1-based), the same on every call
   * @param devEvaluation scores the dev split
   */
  public Trainer(
      TrainingRecipe recipe,
      BalancingRecipe balancing,
      long seed,
      IntFunction<List<MultiTaskBatch>> batchesOfEpoch,
      Function<BatchScorer, List<TaskEvaluation>> devEvaluation,
      TrainerListener listener) {
    this(recipe, balancing, seed, batchesOfEpoch, devEvaluation, listener, Optional.empty());
  }

  /**
   * As above, with a teacher.
   *
   * @param teacher whose outputs are learned beside the labels; task weights are then fixed
   */
  public Trainer(
      TrainingRecipe recipe,
      BalancingRecipe balancing,
      long seed,
      IntFunction<List<MultiTaskBatch>> batchesOfEpoch,
      Function<BatchScorer, List<TaskEvaluation>> devEvaluation,
      TrainerListener listener,
      Optional<Teacher> teacher) {
    this.teacher = teacher;
    this.recipe = recipe;
    this.balancing = balancing;
    this.seed = seed;
    this.objective = new Objective(recipe.earlyStopping().objective());
    this.batchesOfEpoch = batchesOfEpoch;
    this.devEvaluation = devEvaluation;
    this.listener = listener;
  }

  /**
   * Trains from the start.
   *
   * @param checkpoint written after every epoch, if given
   * @throws org.taskweave.nn.model.NonFiniteStepException if a loss or gradient is not finite
   */
  public TrainingResult fit(MultiTaskModel model, Optional<Checkpoint> checkpoint) {
    try (BestParameters best = new BestParameters(null)) {
      return run(model, checkpoint, TrainingProgress.START, best);
    }
  }

  /**
   * Goes on from a checkpoint.
   *
   * @param model the checkpoint's
   */
  public TrainingResult resume(MultiTaskModel model, Checkpoint checkpoint) {
    Checkpoint.State state = checkpoint.state();
    listener.resumed(state.progress().doneEpochs());
    try (BestParameters best = new BestParameters(state.bestParameters())) {
      return run(model, Optional.of(checkpoint), state.progress(), best);
    }
  }

  private TrainingResult run(
      MultiTaskModel model,
      Optional<Checkpoint> checkpoint,
      TrainingProgress start,
      BestParameters best) {
    ProductPrecision precision = ProductPrecision.of(recipe.precision());
    precision.applyTo(model);
    precision.reason().ifPresent(listener::precisionChosen);
    TaskBalance balance = new TaskBalance(balancing, model.tasks(), seed);
    if (!start.balance().isEmpty()) {
      balance.restore(start.balance().stream().mapToDouble(Double::doubleValue).toArray());
    }
    TrainingStep step = new TrainingStep(model, recipe.clipNorm(), seed, balance, teacher);
    TrainingProgress progress = start;
    boolean stopped = false;
    while (!stopped && progress.epochs().size() < recipe.epochs() && !patienceRanOut(progress)) {
      int number = progress.epochs().size() + 1;
      EpochLosses losses = new EpochLosses(model.tasks());
      EpochBalance weighed = new EpochBalance(model.tasks());
      long startNanos = System.nanoTime();
      int iteration = trainEpoch(step, number, progress.iteration(), losses, weighed);
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      model.renewItems();
      List<TaskEvaluation> dev = devEvaluation.apply(model);
      RunRecord.Epoch epoch = epoch(number, losses, weighed, dev);
      boolean better = epoch.objective() > progress.bestObjective();
      if (better) {
        best.take(model);
      }
      List<RunRecord.Epoch> epochs = new ArrayList<>(progress.epochs());
      epochs.add(epoch);
      List<Double> times = new ArrayList<>(progress.seconds());
      times.add(seconds);
      progress =
          new TrainingProgress(
              epochs,
              iteration,
              better ? number : progress.bestEpoch(),
              Arrays.stream(balance.state()).boxed().toList(),
              times);
      TrainingProgress progressNow = progress;
      checkpoint.ifPresent(c -> c.save(model, best.values(), progressNow));
      listener.epochDone(epoch, dev, better, seconds);
      stopped = listener.stop(epoch);
    }
    model.restoreParameters(best.values());
    return new TrainingResult(
        progress.epochs(), progress.bestEpoch(), progress.epochs().size() < recipe.epochs());
  }

  private boolean patienceRanOut(TrainingProgress progress) {
    return progress.bestEpoch() > 0
        && progress.epochsWithoutImprovement() >= recipe.earlyStopping().patience();
  }

  private int trainEpoch(
      TrainingStep step,
      int number,
      int iterationBefore,
      EpochLosses losses,
      EpochBalance weighed) {
    List<MultiTaskBatch> batches = batchesOfEpoch.apply(number);
    listener.epochStarted(number, recipe.epochs(), batches.size());
    int iteration = iterationBefore;
    for (int i = 0; i < batches.size(); i++) {
      double share = (number - 1 + (double) i / batches.size()) / recipe.epochs();
      MultiTaskBatch batch = batches.get(i);
      StepResult result = step.run(batch, iteration++, number - 1, share);
      losses.add(batch, result);
      result.balance().ifPresent(weighed::add);
      listener.stepDone(number, i + 1, result);
    }
    return iteration;
  }

  private RunRecord.Epoch epoch(
      int number, EpochLosses losses, EpochBalance weighed, List<TaskEvaluation> dev) {
    double value = objective.value(dev);
    if (Double.isNaN(value)) {
      throw new InvalidInputException(
          "training.earlyStopping.objective: none of its metrics is defined on the dev split (each"
              + " needs known labels, a binary task both classes). Choose other metrics or a larger"
              + " dev split.");
    }
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    for (TaskEvaluation evaluation : dev) {
      Map<String, Double> values = new LinkedHashMap<>();
      for (MetricResult metric : evaluation.metrics()) {
        values.put(metric.name(), metric.value());
      }
      metrics.put(evaluation.task(), values);
    }
    return new RunRecord.Epoch(
        number,
        losses.total(),
        losses.byTask(),
        metrics,
        value,
        weighed.weights(),
        weighed.cosines());
  }

  /** Losses of an epoch: the mean over steps, and per task the mean over its known labels. */
  private static final class EpochLosses {

    private final List<TaskSpec> tasks;
    private final double[] sums;
    private final double[] labels;
    private double total;
    private int steps;

    EpochLosses(List<TaskSpec> tasks) {
      this.tasks = tasks;
      this.sums = new double[tasks.size()];
      this.labels = new double[tasks.size()];
    }

    void add(MultiTaskBatch batch, StepResult result) {
      total += result.totalLoss();
      steps++;
      for (int k = 0; k < sums.length; k++) {
        double known = 0;
        for (float mask : batch.labels().get(k).mask()) {
          known += mask > 0 ? 1 : 0;
        }
        if (known > 0) {
          sums[k] += known * result.taskLosses()[k];
          labels[k] += known;
        }
      }
    }

    double total() {
      return total / steps;
    }

    Map<String, Double> byTask() {
      Map<String, Double> means = new LinkedHashMap<>();
      for (int k = 0; k < sums.length; k++) {
        means.put(tasks.get(k).name(), sums[k] / labels[k]);
      }
      return means;
    }
  }
}
