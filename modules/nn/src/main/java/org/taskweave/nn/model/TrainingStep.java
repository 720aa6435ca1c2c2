package org.taskweave.nn.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.engine.vertex.RowFunctionGraphVertex;
import org.taskweave.nn.balance.TaskBalance;
import org.taskweave.nn.encoder.EncoderGraphVertex;
import org.taskweave.nn.head.TaskHeads;
import org.taskweave.nn.item.ItemContrast;
import org.taskweave.nn.loss.Lesson;
import org.taskweave.nn.optimize.RowUpdater;

/**
 * One optimizer step: encoder forward, heads forward, task losses and their gradients, encoder
 * backward, clipping, update. Random choices of a step (dropout, masks, sampled items) depend on
 * seed and step alone, so that a resumed training goes on as it would have.
 */
public final class TrainingStep {

  /** Adam's usual rate for what begins at random. */
  private static final double PROJECTION_RATE = 1e-3;

  private final MultiTaskModel model;
  private final double clipNorm;
  private final long seed;
  private final long lengthApart;
  private final Map<String, ItemContrast> contrasts = new HashMap<>();
  private final TaskBalance balance;
  private final Optional<EventMasks> masks;
  private final Optional<Teacher> teacher;
  private final Optional<StateLesson> states;

  /**
   * A step for a model, with fixed task weights.
   *
   * @param clipNorm the gradient is scaled down to this L2 norm; 0 for no clipping
   */
  public TrainingStep(MultiTaskModel model, double clipNorm, long seed) {
    this(model, clipNorm, seed, TaskBalance.fixed(model.tasks()));
  }

  /**
   * As above, with balanced tasks.
   *
   * @param balance of the model's tasks; its state moves with the steps
   */
  public TrainingStep(MultiTaskModel model, double clipNorm, long seed, TaskBalance balance) {
    this(model, clipNorm, seed, balance, Optional.empty());
  }

  /**
   * As above, with a teacher.
   *
   * @param teacher of the same tasks and inputs; task weights are then fixed, since a balance would
   *     weigh the teacher's words as if they were the labels'
   */
  public TrainingStep(
      MultiTaskModel model,
      double clipNorm,
      long seed,
      TaskBalance balance,
      Optional<Teacher> teacher) {
    if (teacher.isPresent() && !balance.isPlain()) {
      throw new IllegalArgumentException("a taught model has fixed task weights");
    }
    teacher.ifPresent(of -> of.requireLikeMe(model));
    this.teacher = teacher;
    this.states = teacher.flatMap(of -> of.stateLesson(model, PROJECTION_RATE, seed));
    this.model = model;
    this.balance = balance;
    this.clipNorm = clipNorm;
    this.seed = seed;
    this.lengthApart = model.lengthApart();
    for (TaskSpec task : model.tasks()) {
      if (task.ranking().isPresent()) {
        TaskHeads.of(task)
            .contrast(model.scores(task.name()).shares())
            .ifPresent(drawn -> contrasts.put(task.name(), drawn));
      }
    }
    this.masks =
        model
            .items()
            .filter(items -> items.maskShare() > 0)
            .map(items -> new EventMasks(model.tasks(), items.items(), items.maskShare()));
    if (model.graph().getFlattenedGradients() == null) {
      model.graph().initGradientsView();
    }
  }

  /** As below, at the start of a training, which only schedules of task weights ask for. */
  public StepResult run(MultiTaskBatch batch, int iteration, int epoch) {
    return run(batch, iteration, epoch, 0);
  }

  /**
   * Computes the gradient of a batch and moves the parameters.
   *
   * @param iteration 0-based number of the step
   * @param epoch 0-based
   * @param trainedShare of the whole training, 0 to 1
   * @throws NonFiniteStepException if a loss or the gradient is not finite; the parameters are then
   *     as they were
   */
  public StepResult run(MultiTaskBatch batch, int iteration, int epoch, double trainedShare) {
    StepResult result = gradients(batch, iteration, epoch, trainedShare);
    NonFiniteStepException.check(result, model.tasks(), iteration);
    ComputationGraph graph = model.graph();
    INDArray gradient = trainable(graph.getFlattenedGradients());
    Optional<RowUpdater> words = model.wordUpdater();
    if (clipNorm > 0 && result.gradientNorm() > clipNorm) {
      double factor = clipNorm / result.gradientNorm();
      gradient.muli(factor);
      words.ifPresent(updater -> updater.gradient().muli(factor));
    }
    graph
        .getUpdater(true)
        .update(
            graph.gradient(),
            iteration,
            epoch,
            batch.input().batchSize(),
            LayerWorkspaceMgr.noWorkspaces());
    trainable(graph.params()).subi(gradient);
    words.ifPresent(updater -> updater.update(iteration, epoch));
    states.ifPresent(lesson -> lesson.update(iteration, epoch));
    if (!balance.isPlain()) {
      balance.taken(balance.asksForLossesAfter() ? lossesAfter(batch, iteration) : new double[0]);
    }
    return result;
  }

  private EncoderGraphVertex encoder() {
    return (EncoderGraphVertex) model.sequenceEncoder();
  }

  private void reseed(int iteration) {
    Nd4j.getRandom().setSeed(stepSeed(iteration));
  }

  private long stepSeed(int iteration) {
    return seed * 1_000_003L + iteration;
  }

  /** As below, at the start of a training. */
  public StepResult gradients(MultiTaskBatch batch, int iteration) {
    return gradients(batch, iteration, 0, 0);
  }

  /** Losses of a batch and their gradient, which is left in the graph's flat gradient vector. */
  public StepResult gradients(MultiTaskBatch batch, int iteration, int epoch, double trainedShare) {
    ComputationGraph graph = model.graph();
    reseed(iteration);
    StepArrays arrays = arrays(batch, iteration);
    graph.setInputs(arrays.inputs());
    graph.setLabels(arrays.labels());
    OutputLayers outputs = new OutputLayers(model, arrays.rows());
    outputs.weigh(arrays.rowWeights());
    Optional<Teacher.Words> words =
        teacher.map(of -> of.lessons(arrays.inputs(), arrays.labelMasks()));
    Optional<List<Lesson>> lessons = words.map(Teacher.Words::byTask);
    lessons.ifPresent(outputs::teach);
    states.ifPresent(
        lesson -> {
          lesson.begin(words.orElseThrow().states(), words.orElseThrow().mask());
          encoder().teachStates(lesson::gradient);
        });
    graph.setLayerMaskArrays(null, lessons.map(TrainingStep::taught).orElse(arrays.labelMasks()));
    double[] losses;
    if (balance.isPlain()) {
      graph.computeGradientAndScore();
      losses = outputs.withoutWeights(outputs.weightedLosses());
    } else {
      balance.begin(iteration, epoch, trainedShare);
      losses = BalancedPass.run(model, balance, outputs, arrays.labels(), arrays.rowWeights());
    }
    graph.clearLayerMaskArrays();
    outputs.weighNothing();
    outputs.teachNothing();
    states.ifPresent(lesson -> encoder().teachStates(null));
    double ofStates = states.map(StateLesson::loss).orElse(0.0);
    double total =
        ofStates + l2Penalty() + sharingPenalty() + Arrays.stream(outputs.weightedLosses()).sum();
    return new StepResult(
        total,
        losses,
        gradientNorm(),
        balance.isPlain() ? Optional.empty() : Optional.of(balance.report()));
  }

  /** DL4J leaves the logits of masked rows out: those that are taught have to stay. */
  private static INDArray[] taught(List<Lesson> lessons) {
    return lessons.stream().map(Lesson::rows).toArray(INDArray[]::new);
  }

  /** Losses of a batch after its step, with the dropout of the step. */
  private double[] lossesAfter(MultiTaskBatch batch, int iteration) {
    ComputationGraph graph = model.graph();
    StepArrays arrays = arrays(batch, iteration);
    OutputLayers outputs = new OutputLayers(model, arrays.rows());
    outputs.weigh(arrays.rowWeights());
    reseed(iteration);
    graph.score(
        new MultiDataSet(arrays.inputs(), arrays.labels(), null, arrays.labelMasks()), true);
    graph.clearLayerMaskArrays();
    outputs.weighNothing();
    return outputs.withoutWeights(outputs.weightedLosses());
  }

  /**
   * A batch as arrays.
   *
   * @param rows R
   * @param rowWeights of each task's labels [R,1]; empty where all known ones have weight 1
   */
  private record StepArrays(
      int rows,
      INDArray[] inputs,
      INDArray[] labels,
      INDArray[] labelMasks,
      List<Optional<INDArray>> rowWeights) {}

  private StepArrays arrays(MultiTaskBatch given, int iteration) {
    Random random = new Random(stepSeed(iteration));
    MultiTaskBatch batch = masks.map(drawn -> drawn.draw(given, random)).orElse(given);
    BatchItems items = items(batch, random);
    List<TaskSpec> tasks = model.tasks();
    BatchArrays arrays = model.arrays();
    return new StepArrays(
        batch.input().rows(),
        arrays.inputs(model.graph().getConfiguration().getNetworkInputs(), batch.input(), items),
        arrays.labels(tasks, batch.labels(), items),
        arrays.labelMasks(batch.labels()),
        arrays.rowWeights(tasks, batch.labels(), items));
  }

  private BatchItems items(MultiTaskBatch batch, Random random) {
    return model
        .items()
        .map(
            items ->
                BatchItems.draw(
                    items.items(),
                    model.tasks(),
                    contrasts,
                    batch,
                    model.hierarchical(),
                    model.itemTexts().isPresent(),
                    random))
        .orElse(BatchItems.NONE);
  }

  private double gradientNorm() {
    double flat = trainable(model.graph().getFlattenedGradients()).norm2Number().doubleValue();
    double words =
        model
            .wordUpdater()
            .map(updater -> updater.gradient().norm2Number().doubleValue())
            .orElse(0.0);
    return Math.hypot(flat, words);
  }

  /** What vertices between shared representation and losses add to the loss. */
  private double sharingPenalty() {
    double sum = 0;
    for (GraphVertex vertex : model.graph().getVertices()) {
      if (vertex instanceof RowFunctionGraphVertex function) {
        sum += function.penalty();
      }
    }
    return sum;
  }

  /** Weight decay is no part of the loss, so only the L2 terms of DL4J's penalties count. */
  private double l2Penalty() {
    double sum = 0;
    for (GraphVertex vertex : model.graph().getVertices()) {
      Map<String, INDArray> parameters = vertex.paramTable(true);
      if (parameters == null) {
        continue;
      }
      for (var parameter : parameters.entrySet()) {
        List<Regularization> penalties =
            vertex.getConfig().getRegularizationByParam(parameter.getKey());
        if (penalties == null) {
          continue;
        }
        for (Regularization penalty : penalties) {
          if (penalty instanceof L2Regularization) {
            sum += penalty.score(parameter.getValue(), 0, 0);
          }
        }
      }
    }
    return sum;
  }

  /** What DL4J's updater leaves alone lies in front. */
  private INDArray trainable(INDArray flat) {
    INDArray vector = flat.reshape(flat.length());
    return vector.get(NDArrayIndex.interval(lengthApart, flat.length()));
  }
}
