package org.taskweave.nn.share;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.taskweave.engine.vertex.GatedSumVertex;
import org.taskweave.nn.optimize.UpdateRule;

/** Adds layers and vertices to a graph, all under one update rule. */
final class ShareLayers {

  private final GraphBuilder graph;
  private final UpdateRule rule;

  ShareLayers(GraphBuilder graph, UpdateRule rule) {
    this.graph = graph;
    this.rule = rule;
  }

  /** relu(x W + b) [B,width], as an expert or a layer of a task. */
  Representation hidden(String name, Representation input, int width) {
    return dense(name, input, width, Activation.RELU, WeightInit.RELU, true);
  }

  /** softmax(x W) [B,choices]. */
  Representation gate(String name, Representation input, int choices) {
    return dense(name, input, choices, Activation.SOFTMAX, WeightInit.XAVIER, false);
  }

  /** x W [B,width]. */
  Representation product(String name, Representation input, int width) {
    return dense(name, input, width, Activation.IDENTITY, WeightInit.XAVIER, false);
  }

  Representation dense(
      String name,
      Representation input,
      int width,
      Activation activation,
      WeightInit initial,
      boolean bias) {
    DenseLayer.Builder layer =
        new DenseLayer.Builder()
            .nIn(input.width())
            .nOut(width)
            .hasBias(bias)
            .activation(activation)
            .weightInit(initial);
    layer.updater(updater());
    layer.regularization(rule.weightPenalties(0));
    layer.regularizationBias(rule.biasPenalties());
    graph.addLayer(name, layer.build(), input.vertex());
    return new Representation(name, width);
  }

  /** The sum of experts that a gate weighs. */
  Representation gated(String name, Representation gate, List<Representation> experts) {
    String[] inputs = new String[1 + experts.size()];
    inputs[0] = gate.vertex();
    for (int i = 0; i < experts.size(); i++) {
      inputs[1 + i] = experts.get(i).vertex();
    }
    graph.addVertex(name, new GatedSumVertex(), inputs);
    return new Representation(name, experts.get(0).width());
  }

  /** The columns of several vertices side by side. */
  Representation joined(String name, Representation... parts) {
    int width = Arrays.stream(parts).mapToInt(Representation::width).sum();
    return vertex(name, new MergeVertex(), width, parts);
  }

  /** Elementwise product or sum of vertices of equal width. */
  Representation elementwise(String name, ElementWiseVertex.Op op, Representation... parts) {
    return vertex(name, new ElementWiseVertex(op), parts[0].width(), parts);
  }

  Representation vertex(String name, GraphVertex vertex, int width, Representation... inputs) {
    graph.addVertex(
        name, vertex, Arrays.stream(inputs).map(Representation::vertex).toArray(String[]::new));
    return new Representation(name, width);
  }

  IUpdater updater() {
    return rule.updater();
  }

  double weightDecay() {
    return rule.weightDecay();
  }
}
