package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.attach.AttachedEncoder;
import org.taskweave.nn.encoder.EncoderVertex;
import org.taskweave.nn.encoder.PoolingVertex;
import org.taskweave.nn.loss.BinaryLoss;
import org.taskweave.nn.loss.MulticlassLoss;
import org.taskweave.nn.loss.MultilabelLoss;
import org.taskweave.nn.loss.SquaredErrorLoss;
import org.taskweave.nn.loss.TaskLoss;
import org.taskweave.nn.optimize.UpdateRule;

/** Builds the ComputationGraph's configuration of a model. */
final class GraphConfigurations {

  private final ModelSpec spec;
  private final UpdateRule rule;
  private final Towers towers;

  private final Optional<AttachedEncoder> attached;

  private GraphConfigurations(ModelSpec spec, Towers towers, Optional<AttachedEncoder> attached) {
    this.spec = spec;
    this.towers = towers;
    this.attached = attached;
    this.rule = new UpdateRule(spec.training(), spec.totalSteps());
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
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(spec.seed())
            .dataType(type)
            .miniBatch(false)
            .weightInit(WeightInit.XAVIER)
            .updater(rule.updater(spec.training().learningRate()))
            .trainingWorkspaceMode(WorkspaceMode.ENABLED)
            .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
            .graphBuilder();
    List<String> inputs = inputNames();
    graph.addInputs(inputs.toArray(String[]::new));
    addEncoder(graph, inputs);
    addTokenRows(graph);
    String shared = addShared(graph);
    for (TaskSpec task : spec.tasks()) {
      addHead(graph, task, shared);
    }
    graph.setOutputs(spec.tasks().stream().map(TaskSpec::name).toArray(String[]::new));
    return graph.build();
  }

  private void addEncoder(GraphBuilder graph, List<String> inputs) {
    if (attached.isPresent()) {
      attached.get().addTo(graph, GraphNames.ENCODER, rule, spec.encoder().learningRate());
      return;
    }
    List<String> encoderInputs = new ArrayList<>(inputs);
    encoderInputs.remove(GraphNames.USER_FEATURES);
    graph.addVertex(
        GraphNames.ENCODER,
        new EncoderVertex(
            spec.encoderConfig(),
            spec.channels(),
            spec.encoder(),
            rule.updater(spec.encoder().learningRate()),
            rule.weightDecay()),
        encoderInputs.toArray(String[]::new));
  }

  List<String> inputNames() {
    if (attached.isPresent()) {
      return inputNames(attached.get());
    }
    List<String> names =
        new ArrayList<>(List.of(GraphNames.TOKEN_IDS, GraphNames.TOKEN_TYPE_IDS, GraphNames.MASK));
    if (!spec.channels().categorical().isEmpty()) {
      names.add(GraphNames.CATEGORICAL_CHANNELS);
    }
    if (!spec.channels().numeric().isEmpty()) {
      names.add(GraphNames.NUMERIC_CHANNELS);
    }
    if (spec.userFeatures() > 0) {
      names.add(GraphNames.USER_FEATURES);
    }
    return names;
  }

  /** What nothing reads is no input. */
  private List<String> inputNames(AttachedEncoder encoder) {
    List<String> names = new ArrayList<>(encoder.inputs());
    if (encoder.perToken() && !names.contains(GraphNames.MASK)) {
      names.add(GraphNames.MASK);
    }
    if (spec.userFeatures() > 0) {
      names.add(GraphNames.USER_FEATURES);
    }
    return names;
  }

  private boolean statesPerToken() {
    return attached.map(AttachedEncoder::perToken).orElse(true);
  }

  private void addTokenRows(GraphBuilder graph) {
    if (spec.tasks().stream().anyMatch(task -> task instanceof TaskSpec.TokenTagging)) {
      if (!statesPerToken()) {
        throw new InvalidInputException(
            "encoder.model: "
                + spec.encoder().model()
                + " gives one vector for each sequence, but a tokenTagging task needs a state for"
                + " each token: attach a graph whose result is [B,T,H], or remove that task");
      }
      int hidden = spec.encoderConfig().hiddenSize();
      graph.addVertex(
          GraphNames.TOKEN_ROWS,
          new ReshapeVertex('c', new int[] {-1, hidden}, null),
          GraphNames.ENCODER);
    }
  }

  /** Adds what lies between encoder and heads; returns the vertex that heads read. */
  private String addShared(GraphBuilder graph) {
    if (spec.tasks().stream().allMatch(task -> task instanceof TaskSpec.TokenTagging)) {
      return GraphNames.TOKEN_ROWS;
    }
    String joined = GraphNames.ENCODER;
    if (statesPerToken()) {
      joined = GraphNames.POOLED;
      graph.addVertex(
          joined, new PoolingVertex(spec.encoder().pooling()), GraphNames.ENCODER, GraphNames.MASK);
    }
    if (spec.userFeatures() > 0) {
      graph.addVertex(GraphNames.JOINED, new MergeVertex(), joined, GraphNames.USER_FEATURES);
      joined = GraphNames.JOINED;
    }
    double dropout = spec.shared().dropout();
    if (spec.shared().hidden() > 0) {
      DenseLayer.Builder layer =
          new DenseLayer.Builder()
              .nIn(joinedSize())
              .nOut(spec.shared().hidden())
              .activation(Activation.RELU)
              .weightInit(WeightInit.RELU);
      dropInputs(layer, dropout);
      finish(layer, spec.shared().l2(), spec.training().learningRate());
      graph.addLayer(GraphNames.SHARED, layer.build(), joined);
      return GraphNames.SHARED;
    }
    if (dropout > 0) {
      graph.addLayer(GraphNames.SHARED, new DropoutLayer.Builder(1 - dropout).build(), joined);
      return GraphNames.SHARED;
    }
    return joined;
  }

  private int joinedSize() {
    return spec.encoderConfig().hiddenSize() + spec.userFeatures();
  }

  private void addHead(GraphBuilder graph, TaskSpec task, String shared) {
    boolean perToken = task instanceof TaskSpec.TokenTagging;
    HeadSpec head = task.head();
    double rate = head.learningRate().orElse(spec.training().learningRate());
    String input = perToken ? GraphNames.TOKEN_ROWS : shared;
    int size =
        perToken
            ? spec.encoderConfig().hiddenSize()
            : spec.shared().hidden() > 0 ? spec.shared().hidden() : joinedSize();
    if (head.hidden() > 0) {
      DenseLayer.Builder hidden =
          new DenseLayer.Builder()
              .nIn(size)
              .nOut(head.hidden())
              .activation(Activation.RELU)
              .weightInit(WeightInit.RELU);
      dropInputs(hidden, head.dropout());
      finish(hidden, head.l2(), rate);
      graph.addLayer(GraphNames.hidden(task.name()), hidden.build(), input);
      input = GraphNames.hidden(task.name());
      size = head.hidden();
    }
    if (head.tower().isPresent()) {
      Towers.Top top = towers.add(graph, task, new Towers.Top(input, size), rule, rate);
      input = top.vertex();
      size = top.width();
    }
    OutputLayer.Builder output =
        new OutputLayer.Builder(loss(task))
            .nIn(size)
            .nOut(task.outputWidth())
            .activation(activation(task));
    if (head.hidden() == 0) {
      dropInputs(output, head.dropout());
    }
    finish(output, head.l2(), rate);
    graph.addLayer(task.name(), output.build(), input);
  }

  /** DL4J's dropOut is the probability of keeping an input. */
  private static void dropInputs(FeedForwardLayer.Builder<?> layer, double dropout) {
    if (dropout > 0) {
      layer.dropOut(1 - dropout);
    }
  }

  private void finish(FeedForwardLayer.Builder<?> layer, double l2, double rate) {
    layer.updater(rule.updater(rate));
    layer.regularization(rule.weightPenalties(l2));
    layer.regularizationBias(rule.biasPenalties());
  }

  private static Activation activation(TaskSpec task) {
    if (task instanceof TaskSpec.Binary || task instanceof TaskSpec.Multilabel) {
      return Activation.SIGMOID;
    }
    return task instanceof TaskSpec.Regression ? Activation.IDENTITY : Activation.SOFTMAX;
  }

  private static TaskLoss loss(TaskSpec task) {
    if (task instanceof TaskSpec.Binary binary) {
      return new BinaryLoss(task.weight(), binary.positiveWeight());
    }
    if (task instanceof TaskSpec.Multiclass multiclass) {
      return new MulticlassLoss(task.weight(), array(multiclass.classWeights()));
    }
    if (task instanceof TaskSpec.TokenTagging tagging) {
      return new MulticlassLoss(task.weight(), array(tagging.classWeights()));
    }
    if (task instanceof TaskSpec.Multilabel multilabel) {
      return new MultilabelLoss(task.weight(), array(multilabel.classWeights()));
    }
    return new SquaredErrorLoss(task.weight());
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
