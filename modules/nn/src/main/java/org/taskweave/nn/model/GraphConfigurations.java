package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
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
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.balance.JunctionVertex;
import org.taskweave.nn.balance.TapVertex;
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

  private GraphConfigurations(ModelSpec spec, Towers towers) {
    this.spec = spec;
    this.towers = towers;
    this.rule = new UpdateRule(spec.training(), spec.totalSteps());
  }

  static ComputationGraphConfiguration of(ModelSpec spec, Towers towers, DataType type) {
    return new GraphConfigurations(spec, towers).build(type);
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
    addTokenRows(graph);
    String shared = addShared(graph);
    if (spec.readsGradients()) {
      graph.addVertex(GraphNames.JUNCTION, new JunctionVertex(), shared);
    }
    for (int k = 0; k < spec.tasks().size(); k++) {
      addHead(graph, spec.tasks().get(k), spec.readsGradients() ? addTap(graph, k) : shared);
    }
    graph.setOutputs(spec.tasks().stream().map(TaskSpec::name).toArray(String[]::new));
    return graph.build();
  }

  List<String> inputNames() {
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

  private void addTokenRows(GraphBuilder graph) {
    if (spec.tasks().stream().anyMatch(task -> task instanceof TaskSpec.TokenTagging)) {
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
    graph.addVertex(
        GraphNames.POOLED,
        new PoolingVertex(spec.encoder().pooling()),
        GraphNames.ENCODER,
        GraphNames.MASK);
    String joined = GraphNames.POOLED;
    if (spec.userFeatures() > 0) {
      joined = GraphNames.JOINED;
      graph.addVertex(joined, new MergeVertex(), GraphNames.POOLED, GraphNames.USER_FEATURES);
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

  private String addTap(GraphBuilder graph, int task) {
    String tap = GraphNames.tap(spec.tasks().get(task).name());
    graph.addVertex(tap, new TapVertex(task), GraphNames.JUNCTION);
    return tap;
  }

  private void addHead(GraphBuilder graph, TaskSpec task, String shared) {
    boolean perToken = task instanceof TaskSpec.TokenTagging;
    HeadSpec head = task.head();
    double rate = head.learningRate().orElse(spec.training().learningRate());
    String input = perToken && !spec.readsGradients() ? GraphNames.TOKEN_ROWS : shared;
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
