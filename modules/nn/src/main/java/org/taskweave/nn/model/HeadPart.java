package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.engine.vertex.JoinVertex;
import org.taskweave.engine.vertex.RepeatedRowsLayer;
import org.taskweave.nn.head.TaskHead;
import org.taskweave.nn.head.TaskHeads;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.nn.share.Architecture;
import org.taskweave.nn.share.HeadLink;
import org.taskweave.nn.share.Representation;
import org.taskweave.nn.share.ShareNames;

/** The heads of a graph: what each task makes of the representation that it reads. */
final class HeadPart {

  private final ModelSpec spec;
  private final UpdateRule rule;
  private final Towers towers;
  private final Architecture architecture;
  private final GraphBuilder graph;
  private final LayerRules layers;

  HeadPart(
      ModelSpec spec,
      UpdateRule rule,
      Towers towers,
      Architecture architecture,
      GraphBuilder graph) {
    this.spec = spec;
    this.rule = rule;
    this.towers = towers;
    this.architecture = architecture;
    this.graph = graph;
    this.layers = new LayerRules(rule);
  }

  /** The effects that heads which read items read, where there are any. */
  void addEffects() {
    if (spec.targetColumns() > 0) {
      graph.addVertex(
          GraphNames.EFFECTS,
          new SubsetVertex(spec.userFeatures() - spec.targetColumns(), spec.userFeatures() - 1),
          GraphNames.USER_FEATURES);
    }
  }

  /**
   * Adds a head.
   *
   * @param shared what it reads of the user
   */
  void add(TaskSpec task, Representation shared) {
    HeadSpec head = task.head();
    double rate = head.learningRate().orElse(rule.learningRate());
    Representation read = head.readsItem() ? pair(task, shared, rate) : shared;
    String input = read.vertex();
    int size = read.width();
    if (head.hidden() > 0) {
      DenseLayer.Builder hidden =
          new DenseLayer.Builder()
              .nIn(size)
              .nOut(head.hidden())
              .activation(Activation.RELU)
              .weightInit(WeightInit.RELU);
      LayerRules.dropInputs(hidden, head.dropout());
      layers.finish(hidden, head.l2(), rate);
      graph.addLayer(GraphNames.hidden(task.name()), hidden.build(), input);
      input = GraphNames.hidden(task.name());
      size = head.hidden();
    }
    if (head.tower().isPresent()) {
      Towers.Top top = towers.add(graph, task, new Towers.Top(input, size), rule, rate);
      input = top.vertex();
      size = top.width();
    }
    if (head.readsItem()) {
      Representation wide = wide(task, new Representation(input, size), rate);
      input = wide.vertex();
      size = wide.width();
    }
    GraphOutput output =
        new GraphOutput(spec, rule, graph, task, new Representation(input, size), rate);
    if (isLinked(task.name())) {
      addSplitOutput(task, output);
    } else {
      TaskHeads.of(task).addTo(output);
    }
  }

  private InteractionPart interaction(TaskSpec task, double rate) {
    return new InteractionPart(spec, layers, graph, task, rate);
  }

  /**
   * The representation, the candidate's vector, the product of the two, the effects, and what the
   * candidate reads of the history.
   */
  private Representation pair(TaskSpec task, Representation shared, double rate) {
    int width = spec.items().orElseThrow().settings().width();
    RepeatedRowsLayer.Builder match =
        new RepeatedRowsLayer.Builder()
            .nIn(shared.width())
            .nOut(width)
            .activation(Activation.IDENTITY);
    layers.finish(match, task.head().l2(), rate);
    String name = task.name();
    graph.addLayer(GraphNames.match(name), match.<RepeatedRowsLayer>build(), shared.vertex());
    graph.addVertex(
        GraphNames.product(name),
        new ElementWiseVertex(ElementWiseVertex.Op.Product),
        GraphNames.match(name),
        GraphNames.CANDIDATE);
    List<String> parts =
        new ArrayList<>(List.of(shared.vertex(), GraphNames.CANDIDATE, GraphNames.product(name)));
    int size = shared.width() + 2 * width + spec.targetColumns();
    if (spec.targetColumns() > 0) {
      parts.add(GraphNames.EFFECTS);
    }
    Optional<Representation> attended = interaction(task, rate).below();
    if (attended.isPresent()) {
      parts.add(attended.get().vertex());
      size += attended.get().width();
    }
    graph.addVertex(GraphNames.pair(name), new JoinVertex(), parts.toArray(String[]::new));
    return new Representation(GraphNames.pair(name), size);
  }

  /**
   * The hidden layer, and beside it the effects, since what is additive need not be learned by it,
   * and the crosses of an interaction.
   */
  private Representation wide(TaskSpec task, Representation deep, double rate) {
    List<String> parts = new ArrayList<>(List.of(deep.vertex()));
    int width = deep.width();
    if (task.head().hidden() > 0 && spec.targetColumns() > 0) {
      parts.add(GraphNames.EFFECTS);
      width += spec.targetColumns();
    }
    Optional<Representation> crossed = interaction(task, rate).beside();
    if (crossed.isPresent()) {
      parts.add(crossed.get().vertex());
      width += crossed.get().width();
    }
    if (parts.size() == 1) {
      return deep;
    }
    String name = GraphNames.wide(task.name());
    graph.addVertex(name, new JoinVertex(), parts.toArray(String[]::new));
    return new Representation(name, width);
  }

  private boolean isLinked(String task) {
    return architecture.links().stream()
        .anyMatch(link -> link.before().equals(task) || link.task().equals(task));
  }

  /** Logits that links can read, and a loss on them or on what a link makes of them. */
  private void addSplitOutput(TaskSpec task, GraphOutput output) {
    TaskHead head = TaskHeads.of(task);
    String trained = ShareNames.logits(task.name());
    graph.addLayer(trained, output.linear(head.logits()), output.read().vertex());
    for (HeadLink link : architecture.links()) {
      if (link.task().equals(task.name())) {
        List<String> inputs = new ArrayList<>(List.of(ShareNames.logits(link.before()), trained));
        // Rows of hierarchical sequences are never padding, and there are more or fewer than B.
        if (link.vertex().maxVertexInputs() > inputs.size() && !spec.hierarchical()) {
          inputs.add(GraphNames.MASK);
        }
        trained = ShareNames.link(task.name());
        graph.addVertex(trained, link.vertex(), inputs.toArray(String[]::new));
      }
    }
    output.loss(head.loss(), head.activation(), trained);
  }
}
