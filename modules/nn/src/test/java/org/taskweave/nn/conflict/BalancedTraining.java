package org.taskweave.nn.conflict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.balance.JunctionGraphVertex;
import org.taskweave.nn.balance.TaskBalance;
import org.taskweave.nn.loss.TaskLoss;

/**
 * Trains a network of a {@link NetworkDesign} on dense inputs, its tasks balanced by the rules that
 * models are balanced by.
 */
public final class BalancedTraining {

  private final ComputationGraph network;
  private final TaskBalance balance;
  private int iteration;
  private Rows batch;

  /**
   * A training at its start.
   *
   * @param network with a junction if the recipe reads gradients
   * @param seed of the recipe's random choices
   */
  public BalancedTraining(ComputationGraph network, BalancingRecipe recipe, long seed) {
    this.network = network;
    List<TaskSpec> tasks = new ArrayList<>();
    for (int k = 0; k < network.getNumOutputArrays(); k++) {
      tasks.add(
          new RegressionTask(
              NetworkDesign.task(k),
              new LabelRule.Given("label"),
              1,
              HeadSpec.LINEAR,
              Optional.empty()));
    }
    this.balance = new TaskBalance(recipe, tasks, seed);
    network.initGradientsView();
    if (recipe.readsGradients()) {
      ((JunctionGraphVertex) network.getVertex(NetworkDesign.JUNCTION))
          .combine(balance::gradientWeights);
    }
    if (!balance.isPlain()) {
      network.setListeners(new Weighing());
    }
  }

  /** A step on each batch. */
  public void train(List<Rows> batches) {
    for (Rows next : batches) {
      batch = next;
      step();
    }
  }

  private void step() {
    network.setInputs(batch.x());
    network.setLabels(batch.labels());
    if (balance.isPlain()) {
      network.computeGradientAndScore();
    } else {
      balance.begin(iteration, 0, 0);
      network.computeGradientAndScore();
      weigh(null);
    }
    network
        .getUpdater(true)
        .update(
            network.gradient(),
            iteration++,
            0,
            (int) batch.x().size(0),
            LayerWorkspaceMgr.noWorkspaces());
    INDArray gradient = network.getFlattenedGradients();
    network.params().subi(gradient.reshape(network.params().shape()));
    if (!balance.isPlain()) {
      balance.taken(
          balance.asksForLossesAfter() ? batch.meanSquaredErrors(network) : new double[0]);
    }
  }

  /** Factors [K] of the tasks' losses; null for 1. */
  private void weigh(double[] factors) {
    for (int k = 0; k < network.getNumOutputArrays(); k++) {
      TaskLoss loss =
          (TaskLoss)
              ((BaseOutputLayer<?>) network.getLayer(NetworkDesign.task(k)))
                  .layerConf()
                  .getLossFn();
      loss.weigh(
          factors == null ? null : Nd4j.valueArrayOf(network.getInput(0).size(0), 1, factors[k]));
    }
  }

  /** Between forward and backward pass: losses lead to factors. */
  private final class Weighing extends BaseTrainingListener {
    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      double[] losses = new double[network.getNumOutputArrays()];
      for (int k = 0; k < losses.length; k++) {
        LayerVertex vertex = (LayerVertex) network.getVertex(NetworkDesign.task(k));
        if (!vertex.isSetLayerInput()) {
          vertex.applyPreprocessorAndSetInput(LayerWorkspaceMgr.noWorkspaces());
        }
        IOutputLayer layer = (IOutputLayer) vertex.getLayer();
        layer.setLabels(batch.labels()[k]);
        losses[k] = layer.computeScore(0, true, LayerWorkspaceMgr.noWorkspaces());
      }
      boolean[] labelled = new boolean[losses.length];
      Arrays.fill(labelled, true);
      weigh(balance.lossFactors(losses, labelled));
    }
  }
}
