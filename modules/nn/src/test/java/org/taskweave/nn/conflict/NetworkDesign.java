package org.taskweave.nn.conflict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.nn.balance.JunctionVertex;
import org.taskweave.nn.balance.TapVertex;
import org.taskweave.nn.loss.SquaredErrorLoss;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.nn.share.Architecture;
import org.taskweave.nn.share.Representation;
import org.taskweave.nn.share.SharingSite;

/**
 * A network of inputs, an optional shared hidden layer, an architecture, an optional hidden layer a
 * task (tower) and its output; the rate of Adam is constant.
 *
 * @param inputs d
 * @param bottom units of the shared hidden layer; 0 for none
 * @param hidden activation of the shared hidden layer and the towers
 * @param tower units of each task's hidden layer; 0 for none
 * @param readsGradients whether the tasks' gradients are read above the shared hidden layer
 */
public record NetworkDesign(
    int inputs,
    SharingRecipe sharing,
    int bottom,
    Activation hidden,
    int tower,
    boolean readsGradients) {

  static final String JUNCTION = "junction";

  /** Name of a task's output. */
  static String task(int k) {
    return "task" + k;
  }

  /** A network with fresh weights for a number of tasks. */
  public ComputationGraph build(int tasks, double learningRate, long seed) {
    UpdateRule rule = UpdateRule.constant(TrainingRecipe.Optimizer.ADAM, learningRate);
    Nd4j.getRandom().setSeed(seed);
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .miniBatch(false)
            .updater(rule.updater())
            .graphBuilder()
            .addInputs("x");
    Representation shared = new Representation("x", inputs);
    if (bottom > 0) {
      shared = hidden(graph, "bottom", shared, bottom);
    }
    if (readsGradients) {
      graph.addVertex(JUNCTION, new JunctionVertex(), shared.vertex());
      shared = new Representation(JUNCTION, shared.width());
    }
    List<String> names = new ArrayList<>();
    for (int k = 0; k < tasks; k++) {
      names.add(task(k));
    }
    Map<String, Representation> read =
        Architecture.of(sharing).add(new SharingSite(graph, shared, Optional.empty(), names, rule));
    for (int k = 0; k < tasks; k++) {
      Representation below = read.get(task(k));
      if (readsGradients) {
        graph.addVertex("tap" + k, new TapVertex(k), below.vertex());
        below = new Representation("tap" + k, below.width());
      }
      Representation top = tower > 0 ? hidden(graph, "tower" + k, below, tower) : below;
      graph.addLayer(
          task(k),
          new OutputLayer.Builder(new SquaredErrorLoss(1))
              .nIn(top.width())
              .nOut(1)
              .activation(Activation.IDENTITY)
              .weightInit(WeightInit.XAVIER)
              .build(),
          top.vertex());
    }
    ComputationGraph network =
        new ComputationGraph(graph.setOutputs(names.toArray(String[]::new)).build());
    network.init();
    return network;
  }

  private Representation hidden(GraphBuilder graph, String name, Representation below, int width) {
    graph.addLayer(
        name,
        new DenseLayer.Builder()
            .nIn(below.width())
            .nOut(width)
            .activation(hidden)
            .weightInit(hidden == Activation.RELU ? WeightInit.RELU : WeightInit.XAVIER)
            .build(),
        below.vertex());
    return new Representation(name, width);
  }
}
