package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.attach.AttachedEncoder;
import org.taskweave.nn.balance.JunctionVertex;
import org.taskweave.nn.balance.TapVertex;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.nn.share.Architecture;
import org.taskweave.nn.share.Representation;
import org.taskweave.nn.share.SharingSite;

/** Builds the ComputationGraph's configuration of a model. */
final class GraphConfigurations {

  private final ModelSpec spec;
  private final UpdateRule rule;
  private final Towers towers;
  private final Architecture architecture;

  private final Optional<AttachedEncoder> attached;

  private GraphConfigurations(ModelSpec spec, Towers towers, Optional<AttachedEncoder> attached) {
    this.spec = spec;
    this.towers = towers;
    this.architecture = Architecture.of(spec.sharing().recipe());
    this.attached = attached;
    this.rule = spec.rule();
  }

  /**
   * The configuration.
   *
   * @param attached what stands in the pretrained encoder's place, if anything
   */
  static ComputationGraphConfiguration of(
      ModelSpec spec, Towers towers, Optional<AttachedEncoder> attached, DataType type) {
    return new GraphConfigurations(spec, towers, attached).build(type);
  }

  private ComputationGraphConfiguration build(DataType type) {
    spec.requireItems();
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(spec.seed())
            .dataType(type)
            .miniBatch(false)
            .weightInit(WeightInit.XAVIER)
            .updater(rule.updater())
            .trainingWorkspaceMode(WorkspaceMode.ENABLED)
            .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
            .graphBuilder();
    graph.addInputs(GraphInputs.names(spec, attached).toArray(String[]::new));
    EncoderPart encoder = new EncoderPart(spec, rule, attached, graph);
    encoder.addItems();
    encoder.addEncoder();
    encoder.addTokenRows();
    Map<String, Representation> read = addSharing(graph, encoder);
    HeadPart heads = new HeadPart(spec, rule, towers, architecture, graph);
    heads.addEffects();
    for (int k = 0; k < spec.tasks().size(); k++) {
      TaskSpec task = spec.tasks().get(k);
      heads.add(task, tapped(graph, k, read.get(task.name())));
    }
    graph.setOutputs(spec.tasks().stream().map(TaskSpec::name).toArray(String[]::new));
    return graph.build();
  }

  /** Adds what lies between encoder and heads; returns what each task's head reads. */
  private Map<String, Representation> addSharing(GraphBuilder graph, EncoderPart encoder) {
    Map<String, Representation> read = new HashMap<>();
    List<String> ofSequences = new ArrayList<>();
    List<String> ofTokens = new ArrayList<>();
    for (TaskSpec task : spec.tasks()) {
      (task.perToken() ? ofTokens : ofSequences).add(task.name());
    }
    if (!ofTokens.isEmpty()) {
      Representation rows =
          new Representation(GraphNames.TOKEN_ROWS, spec.encoderConfig().hiddenSize());
      Representation tokens = ofSequences.isEmpty() ? joined(graph, rows) : rows;
      ofTokens.forEach(task -> read.put(task, tokens));
    }
    if (!ofSequences.isEmpty()) {
      SharedPart shared = new SharedPart(spec, rule, graph);
      Optional<Representation> domain = shared.addDomain();
      read.putAll(
          architecture.add(
              new SharingSite(
                  graph,
                  joined(graph, shared.addShared(encoder.addPooled())),
                  domain,
                  ofSequences,
                  rule)));
    }
    return read;
  }

  /** What a head reads, through a tap where tasks' gradients are read. */
  private Representation tapped(GraphBuilder graph, int task, Representation read) {
    if (!spec.readsGradients()) {
      return read;
    }
    String tap = GraphNames.tap(spec.tasks().get(task).name());
    graph.addVertex(tap, new TapVertex(task), read.vertex());
    return new Representation(tap, read.width());
  }

  /** What tasks share, through a junction where their gradients are read. */
  private Representation joined(GraphBuilder graph, Representation shared) {
    if (!spec.readsGradients()) {
      return shared;
    }
    graph.addVertex(GraphNames.JUNCTION, new JunctionVertex(), shared.vertex());
    return new Representation(GraphNames.JUNCTION, shared.width());
  }
}
