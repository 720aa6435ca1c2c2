package org.taskweave.nn.model;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.layers.LossLayer;
import org.taskweave.nn.loss.TaskLoss;

/**
 * The last layer of a task after a step: an output layer, or a loss layer where the logit is made
 * below it.
 */
record TaskOutput(Layer layer, TaskLoss loss) {

  static TaskOutput of(ComputationGraph graph, String task) {
    Layer layer = graph.getLayer(task);
    return new TaskOutput(
        layer,
        (TaskLoss)
            (layer instanceof LossLayer lossLayer
                ? lossLayer.layerConf().getLossFn()
                : ((BaseOutputLayer<?>) layer).layerConf().getLossFn()));
  }

  /**
   * The task's loss times its weight.
   *
   * @param penalties what DL4J added to the layer's score
   * @param rows of the batch
   */
  double weightedLoss(double penalties, int rows) {
    double score = layer.score() - penalties;
    // DL4J's loss layer divides by the rows of the batch, whatever miniBatch(false) says.
    return layer instanceof LossLayer ? score * rows : score;
  }
}
