package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.nn.balance.JunctionGraphVertex;
import org.taskweave.nn.balance.TaskBalance;

/**
 * One forward and backward pass with balanced tasks. Between the two, DL4J tells its listeners
 * about the activations: there the losses are known, and the factors that they lead to become
 * weights of the losses' rows. Gradients are combined within the backward pass, in the graph's
 * junction.
 */
final class BalancedPass extends BaseTrainingListener {

  private final TaskBalance balance;
  private final OutputLayers outputs;
  private final INDArray[] labels;
  private final INDArray[] masks;
  private final List<Optional<INDArray>> rowWeights;
  private double[] losses;

  private BalancedPass(
      TaskBalance balance,
      OutputLayers outputs,
      INDArray[] labels,
      INDArray[] masks,
      List<Optional<INDArray>> rowWeights) {
    this.balance = balance;
    this.outputs = outputs;
    this.labels = labels;
    this.masks = masks;
    this.rowWeights = rowWeights;
  }

  /**
   * Runs it on the graph's inputs, labels and masks.
   *
   * @param rowWeights of each task's labels, beside the balance's factors
   * @return the losses without the tasks' weights and factors; NaN for a task of weight 0
   */
  static double[] run(
      MultiTaskModel model,
      TaskBalance balance,
      OutputLayers outputs,
      INDArray[] labels,
      List<Optional<INDArray>> rowWeights) {
    ComputationGraph graph = model.graph();
    BalancedPass pass =
        new BalancedPass(balance, outputs, labels, graph.getLabelMaskArrays(), rowWeights);
    if (graph.getVertex(GraphNames.JUNCTION) instanceof JunctionGraphVertex junction) {
      junction.combine(balance::gradientWeights);
    }
    List<TrainingListener> before = new ArrayList<>(graph.getListeners());
    graph.setListeners(List.<TrainingListener>of(pass));
    try {
      graph.computeGradientAndScore();
    } finally {
      graph.setListeners(before);
    }
    return pass.losses;
  }

  @Override
  public void onForwardPass(Model graph, Map<String, INDArray> activations) {
    losses = outputs.computeLosses(labels);
    boolean[] labelled = new boolean[masks.length];
    for (int k = 0; k < masks.length; k++) {
      labelled[k] = masks[k].maxNumber().doubleValue() > 0;
    }
    double[] factors = balance.lossFactors(losses, labelled);
    List<Optional<INDArray>> weights = new ArrayList<>();
    for (int k = 0; k < masks.length; k++) {
      INDArray rows = rowWeights.get(k).orElse(masks[k]);
      weights.add(Optional.of(rows.mul(factors[k])));
    }
    outputs.weigh(weights);
  }
}
