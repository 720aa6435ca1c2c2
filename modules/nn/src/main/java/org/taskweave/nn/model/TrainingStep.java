package org.taskweave.nn.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.item.ItemCandidates;
import org.taskweave.nn.optimize.RowUpdater;
import org.taskweave.nn.share.RowFunctionGraphVertex;

/**
 * One optimizer step: encoder forward, heads forward, task losses and their gradients, encoder
 * backward, clipping, update. Random choices of a step (dropout) depend on seed and step alone, so
 * that a resumed training goes on as it would have.
 */
public final class TrainingStep {

  private final MultiTaskModel model;
  private final double clipNorm;
  private final long seed;
  private final long lengthApart;
  private final Map<String, ItemCandidates> candidates = new HashMap<>();

  /**
   * A step for a model.
   *
   * @param clipNorm the gradient is scaled down to this L2 norm; 0 for no clipping
   */
  public TrainingStep(MultiTaskModel model, double clipNorm, long seed) {
    this.model = model;
    this.clipNorm = clipNorm;
    this.seed = seed;
    this.lengthApart = model.encoder().lengthApart();
    for (TaskSpec task : model.tasks()) {
      if (task instanceof TaskSpec.NextItem next) {
        candidates.put(task.name(), new ItemCandidates(next, model.scores(task.name()).shares()));
      }
    }
    if (model.graph().getFlattenedGradients() == null) {
      model.graph().initGradientsView();
    }
  }

  /**
   * Computes the gradient of a batch and moves the parameters.
   *
   * @param iteration 0-based number of the step
   * @throws NonFiniteStepException if a loss or the gradient is not finite; the parameters are then
   *     as they were
   */
  public StepResult run(MultiTaskBatch batch, int iteration, int epoch) {
    StepResult result = gradients(batch, iteration);
    NonFiniteStepException.check(result, model.tasks(), iteration);
    ComputationGraph graph = model.graph();
    INDArray gradient = trainable(graph.getFlattenedGradients());
    Optional<RowUpdater> words = model.encoder().wordUpdater();
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
    return result;
  }

  /** Losses of a batch and their gradient, which is left in the graph's flat gradient vector. */
  public StepResult gradients(MultiTaskBatch batch, int iteration) {
    ComputationGraph graph = model.graph();
    List<TaskSpec> tasks = model.tasks();
    long stepSeed = seed * 1_000_003L + iteration;
    Nd4j.getRandom().setSeed(stepSeed);
    BatchItems items = items(batch, stepSeed);
    graph.setInputs(
        model.arrays().inputs(graph.getConfiguration().getNetworkInputs(), batch.input(), items));
    graph.setLabels(model.arrays().labels(tasks, batch.labels(), items));
    graph.setLayerMaskArrays(null, model.arrays().labelMasks(tasks, batch.labels(), items));
    graph.computeGradientAndScore();
    graph.clearLayerMaskArrays();
    double[] losses = new double[tasks.size()];
    double total = l2Penalty() + sharingPenalty();
    double penalties = graph.calcRegularizationScore(true);
    for (int k = 0; k < losses.length; k++) {
      TaskOutput output = TaskOutput.of(graph, tasks.get(k).name());
      // DL4J adds all penalties to the first output's score.
      double weighted = output.weightedLoss(k == 0 ? penalties : 0, batch.input().rows());
      double weight = output.loss().weight();
      total += weighted;
      losses[k] = weight == 0 ? Double.NaN : weighted / weight;
    }
    return new StepResult(total, losses, gradientNorm());
  }

  private BatchItems items(MultiTaskBatch batch, long stepSeed) {
    return model
        .items()
        .map(
            items ->
                BatchItems.draw(
                    items.items(),
                    model.tasks(),
                    candidates,
                    batch,
                    model.hierarchical(),
                    new Random(stepSeed)))
        .orElse(BatchItems.NONE);
  }

  private double gradientNorm() {
    double flat = trainable(model.graph().getFlattenedGradients()).norm2Number().doubleValue();
    double words =
        model
            .encoder()
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
    for (var layer : model.graph().getLayers()) {
      for (var parameter : layer.paramTable(true).entrySet()) {
        List<Regularization> penalties =
            layer.getConfig().getRegularizationByParam(parameter.getKey());
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
