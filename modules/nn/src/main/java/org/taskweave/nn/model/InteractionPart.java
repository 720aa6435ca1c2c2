package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;
import org.taskweave.core.task.Interaction;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.item.FactorizationVertex;
import org.taskweave.nn.item.TargetAttentionVertex;
import org.taskweave.nn.share.Representation;

/** What a head's {@link Interaction} makes of user, item and features. */
final class InteractionPart {

  private final ModelSpec spec;
  private final LayerRules layers;
  private final GraphBuilder graph;
  private final TaskSpec task;
  private final double rate;

  InteractionPart(
      ModelSpec spec, LayerRules layers, GraphBuilder graph, TaskSpec task, double rate) {
    this.spec = spec;
    this.layers = layers;
    this.graph = graph;
    this.task = task;
    this.rate = rate;
  }

  /** What joins the hidden layer's input. */
  Optional<Representation> below() {
    return task.head().attends() ? Optional.of(attention()) : Optional.empty();
  }

  /** What stands beside the hidden layer; the head's match and product with the item are there. */
  Optional<Representation> beside() {
    Interaction interaction = task.head().interaction().orElse(null);
    if (interaction instanceof Interaction.Fm) {
      return Optional.of(machine());
    }
    if (interaction instanceof Interaction.Dcn dcn) {
      return Optional.of(crosses(dcn.layers()));
    }
    return Optional.empty();
  }

  private Representation attention() {
    String name = GraphNames.attended(task.name());
    int heads = spec.items().orElseThrow().requireSequenceModel().heads();
    new AttentionPart(spec, layers, graph, task.head().l2(), rate)
        .add(name, task.name() + "-", new TargetAttentionVertex(heads).ofHistory(), List.of());
    return new Representation(name, width());
  }

  private int width() {
    return spec.items().orElseThrow().settings().width();
  }

  /** Without features there is one pair of fields: user and item. */
  private Representation machine() {
    List<RowColumns> columns = RowColumns.ofPair(spec);
    if (columns.isEmpty()) {
      return new Representation(GraphNames.product(task.name()), width());
    }
    String name = GraphNames.crossed(task.name());
    graph.addVertex(
        name,
        new FactorizationVertex(
            RowColumns.width(columns),
            width(),
            layers.rule().updater(rate),
            layers.rule().weightPenalties(task.head().l2())),
        GraphNames.match(task.name()),
        GraphNames.CANDIDATE,
        features(columns));
    return new Representation(name, width());
  }

  private String features(List<RowColumns> columns) {
    if (columns.size() == 1) {
      return columns.get(0).vertex();
    }
    String name = GraphNames.features(task.name());
    graph.addVertex(
        name, new MergeVertex(), columns.stream().map(RowColumns::vertex).toArray(String[]::new));
    return name;
  }

  /** x' = x0 * (W x + b) + x, for each layer. */
  private Representation crosses(int count) {
    List<RowColumns> columns = RowColumns.ofPair(spec);
    List<String> fields =
        new ArrayList<>(List.of(GraphNames.match(task.name()), GraphNames.CANDIDATE));
    columns.forEach(each -> fields.add(each.vertex()));
    int size = 2 * width() + RowColumns.width(columns);
    String first = GraphNames.fields(task.name());
    graph.addVertex(first, new MergeVertex(), fields.toArray(String[]::new));
    String last = first;
    for (int i = 0; i < count; i++) {
      String name = GraphNames.crossed(task.name()) + i;
      DenseLayer.Builder linear =
          new DenseLayer.Builder().nIn(size).nOut(size).activation(Activation.IDENTITY);
      layers.finish(linear, task.head().l2(), rate);
      graph.addLayer(name + "-linear", linear.build(), last);
      graph.addVertex(
          name + "-product",
          new ElementWiseVertex(ElementWiseVertex.Op.Product),
          first,
          name + "-linear");
      graph.addVertex(
          name, new ElementWiseVertex(ElementWiseVertex.Op.Add), name + "-product", last);
      last = name;
    }
    return new Representation(last, size);
  }
}
