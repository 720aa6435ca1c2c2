package org.taskweave.nn.model;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.nn.loss.Lesson;
import org.taskweave.nn.loss.TaskLoss;

/** The tasks' output layers and their losses, in task order. */
final class OutputLayers {

  private final MultiTaskModel model;
  private final int rows;

  /**
   * The outputs of a model.
   *
   * @param rows R of the batch
   */
  OutputLayers(MultiTaskModel model, int rows) {
    this.model = model;
    this.rows = rows;
  }

  private LayerVertex vertex(int k) {
    return (LayerVertex) model.graph().getVertex(model.tasks().get(k).name());
  }

  private TaskOutput output(int k) {
    return TaskOutput.of(model.graph(), model.tasks().get(k).name());
  }

  private TaskLoss loss(int k) {
    return output(k).loss();
  }

  /** Weighs the rows of the passes that follow; see {@link TaskLoss#weigh}. */
  void weigh(List<Optional<INDArray>> rowWeights) {
    for (int k = 0; k < model.tasks().size(); k++) {
      loss(k).weigh(rowWeights.get(k).orElse(null));
    }
  }

  /** Ends {@link #weigh}. */
  void weighNothing() {
    for (int k = 0; k < model.tasks().size(); k++) {
      loss(k).weigh(null);
    }
  }

  /** Teaches in the passes that follow; see {@link TaskLoss#teach}. */
  void teach(List<Lesson> lessons) {
    for (int k = 0; k < model.tasks().size(); k++) {
      loss(k).teach(lessons.get(k));
    }
  }

  /** Ends {@link #teach}. */
  void teachNothing() {
    for (int k = 0; k < model.tasks().size(); k++) {
      loss(k).teach(null);
    }
  }

  /**
   * Losses of the pass under way, whose output layers have their inputs and masks, without the
   * tasks' weights; NaN for a task of weight 0.
   */
  double[] computeLosses(INDArray[] labels) {
    double[] losses = new double[labels.length];
    for (int k = 0; k < losses.length; k++) {
      if (!vertex(k).isSetLayerInput()) {
        vertex(k).applyPreprocessorAndSetInput(LayerWorkspaceMgr.noWorkspaces());
      }
      IOutputLayer layer = (IOutputLayer) vertex(k).getLayer();
      layer.setLabels(labels[k]);
      layer.computeScore(0, true, LayerWorkspaceMgr.noWorkspaces());
      losses[k] = output(k).weightedLoss(0, rows);
    }
    return withoutWeights(losses);
  }

  /** The last pass's losses with the tasks' weights, without penalties. */
  double[] weightedLosses() {
    double penalties = model.graph().calcRegularizationScore(true);
    double[] losses = new double[model.tasks().size()];
    for (int k = 0; k < losses.length; k++) {
      // DL4J adds all penalties to the first output's score.
      losses[k] = output(k).weightedLoss(k == 0 ? penalties : 0, rows);
    }
    return losses;
  }

  /** Losses divided by the tasks' weights; NaN for a task of weight 0. */
  double[] withoutWeights(double[] weighted) {
    double[] losses = new double[weighted.length];
    for (int k = 0; k < losses.length; k++) {
      double weight = loss(k).weight();
      losses[k] = weight == 0 ? Double.NaN : weighted[k] / weight;
    }
    return losses;
  }
}
