package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.head.OutputSite;
import org.taskweave.nn.item.ItemMemoryTables;
import org.taskweave.nn.loss.TaskLoss;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.nn.share.Representation;

/**
 * The end of one head in a graph.
 *
 * @param read what its output layers read
 * @param rate the head's learning rate
 */
record GraphOutput(
    ModelSpec spec,
    UpdateRule rule,
    GraphBuilder graph,
    TaskSpec task,
    Representation read,
    double rate)
    implements OutputSite {

  @Override
  public void output(int width, TaskLoss loss, IActivation activation) {
    OutputLayer.Builder output =
        new OutputLayer.Builder(loss).nIn(read.width()).nOut(width).activation(activation);
    finish(output);
    graph.addLayer(task.name(), output.build(), read.vertex());
  }

  @Override
  public String linear(String part, int width) {
    String name = GraphNames.part(task.name(), part);
    graph.addLayer(name, linear(width), read.vertex());
    return name;
  }

  /** A linear layer of what the head reads. */
  DenseLayer linear(int width) {
    DenseLayer.Builder layer =
        new DenseLayer.Builder().nIn(read.width()).nOut(width).activation(Activation.IDENTITY);
    finish(layer);
    return layer.build();
  }

  /** Without a hidden layer, what the output layer reads is what the head drops. */
  private void finish(FeedForwardLayer.Builder<?> layer) {
    if (task.head().hidden() == 0) {
      LayerRules.dropInputs(layer, task.head().dropout());
    }
    new LayerRules(rule).finish(layer, task.head().l2(), rate);
  }

  @Override
  public String vertex(String part, GraphVertex vertex, List<String> inputs) {
    String name = GraphNames.part(task.name(), part);
    graph.addVertex(name, vertex, inputs.toArray(String[]::new));
    return name;
  }

  @Override
  public void loss(TaskLoss loss, IActivation activation, String logits) {
    graph.addLayer(task.name(), new LossLayer.Builder(loss).activation(activation).build(), logits);
  }

  @Override
  public Items items() {
    ItemModelSpec items = spec.items().orElseThrow();
    List<String> inputs =
        new ArrayList<>(
            List.of(GraphNames.ITEMS, GraphNames.SCORED_ROWS, GraphNames.offsets(task.name())));
    if (spec.repeats()) {
      inputs.add(GraphNames.HISTORY);
      inputs.add(GraphNames.HISTORY_CELLS);
    }
    return new Items(
        items.count(),
        items.settings().width(),
        spec.repeats(),
        inputs,
        rule.updater(rate),
        Optional.ofNullable(items.memory().get(task.name())).map(this::memory));
  }

  private Memory memory(ItemMemoryTables tables) {
    List<String> inputs =
        new ArrayList<>(List.of(GraphNames.MEMORY_ROWS, GraphNames.MEMORY_EVENTS));
    if (spec.repeats()) {
      inputs.add(GraphNames.MEMORY_HISTORY);
      inputs.add(GraphNames.MEMORY_CELLS);
    }
    inputs.add(GraphNames.offsets(task.name()));
    return new Memory(tables.channels(), tables.widths(), inputs);
  }
}
