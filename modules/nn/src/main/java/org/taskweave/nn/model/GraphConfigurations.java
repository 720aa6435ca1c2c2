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
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.attach.AttachedEncoder;
import org.taskweave.nn.balance.JunctionVertex;
import org.taskweave.nn.balance.TapVertex;
import org.taskweave.nn.encoder.EncoderVertex;
import org.taskweave.nn.encoder.PoolingVertex;
import org.taskweave.nn.item.ItemScoresVertex;
import org.taskweave.nn.item.ItemTextsVertex;
import org.taskweave.nn.item.ItemsVertex;
import org.taskweave.nn.item.RowsVertex;
import org.taskweave.nn.item.TargetAttentionVertex;
import org.taskweave.nn.loss.BinaryLoss;
import org.taskweave.nn.loss.MulticlassLoss;
import org.taskweave.nn.loss.MultilabelLoss;
import org.taskweave.nn.loss.NextItemLoss;
import org.taskweave.nn.loss.SquaredErrorLoss;
import org.taskweave.nn.loss.TaskLoss;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.nn.share.Architecture;
import org.taskweave.nn.share.DomainColumns;
import org.taskweave.nn.share.HeadLink;
import org.taskweave.nn.share.Representation;
import org.taskweave.nn.share.ShareNames;
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
    spec.requireItems();
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
    spec.items().ifPresent(items -> addItems(graph, items));
    if (spec.readsItems()) {
      graph.addVertex(
          GraphNames.CANDIDATE, new RowsVertex(), GraphNames.ITEMS, GraphNames.CANDIDATE_ROWS);
    }
    if (spec.effectColumns() > 0) {
      graph.addVertex(
          GraphNames.EFFECTS,
          new SubsetVertex(spec.userFeatures() - spec.effectColumns(), spec.userFeatures() - 1),
          GraphNames.USER_FEATURES);
    }
    addEncoder(graph);
    addTokenRows(graph);
    Map<String, Representation> read = addSharing(graph);
    for (int k = 0; k < spec.tasks().size(); k++) {
      TaskSpec task = spec.tasks().get(k);
      addHead(graph, task, tapped(graph, k, read.get(task.name())));
    }
    graph.setOutputs(spec.tasks().stream().map(TaskSpec::name).toArray(String[]::new));
    return graph.build();
  }

  private void addEncoder(GraphBuilder graph) {
    if (attached.isPresent()) {
      attached.get().addTo(graph, GraphNames.ENCODER, rule, spec.encoder().learningRate());
      return;
    }
    List<String> inputs = tokenInputs();
    if (spec.hierarchical()) {
      inputs.add(GraphNames.ITEMS);
    }
    graph.addVertex(GraphNames.ENCODER, encoder(), inputs.toArray(String[]::new));
  }

  private EncoderVertex encoder() {
    if (spec.hierarchical()) {
      ItemModelSpec items = spec.items().orElseThrow();
      EncoderVertex causal =
          EncoderVertex.overGivenWords(
              items.sequenceConfig(),
              spec.channels(),
              items.history().dropout(),
              rule.updater(historyRate(items)),
              rule.weightDecay());
      return items.masked() || items.others() ? causal.bidirectional() : causal;
    }
    return new EncoderVertex(
        spec.encoderConfig(),
        spec.channels(),
        spec.encoder(),
        rule.updater(spec.encoder().learningRate()),
        rule.weightDecay());
  }

  private void addItems(GraphBuilder graph, ItemModelSpec items) {
    if (items.learnedTexts().isEmpty()) {
      graph.addVertex(GraphNames.ITEMS, items(items), GraphNames.ITEM_ROWS);
      return;
    }
    int layers = spec.encoderConfig().layers();
    if (spec.encoder().freezeLayers() >= layers) {
      throw new InvalidInputException(
          "items.texts: trained trains the encoder's layers, but encoder.freezeLayers is "
              + spec.encoder().freezeLayers()
              + " and "
              + spec.encoder().model()
              + " has "
              + layers
              + ": freeze fewer, or set items.texts: frozen");
    }
    EncoderVertex encoder =
        new EncoderVertex(
            spec.encoderConfig(),
            TokenChannels.NONE,
            spec.encoder(),
            rule.updater(spec.encoder().learningRate()),
            rule.weightDecay());
    graph.addVertex(
        GraphNames.ITEM_TEXTS,
        new ItemTextsVertex(
            items.count(),
            ItemModelSpec.longest(items.learnedTexts().get()),
            encoder,
            spec.encoder().pooling()),
        GraphNames.ITEM_ROWS);
    graph.addVertex(
        GraphNames.ITEMS,
        items(items).withLearnedTexts(),
        GraphNames.ITEM_ROWS,
        GraphNames.ITEM_TEXTS);
  }

  private ItemsVertex items(ItemModelSpec items) {
    ItemsVertex vertex =
        new ItemsVertex(
            items.count(),
            items.textWidth(),
            items.items().width(),
            items.items().ids(),
            items.items().idDropout(),
            rule.updater(historyRate(items)),
            rule.weightDecay());
    return items.masked() ? vertex.withMask(items.history().maskShare()) : vertex;
  }

  private double historyRate(ItemModelSpec items) {
    return items.history().learningRate().orElse(spec.training().learningRate());
  }

  private List<String> inputNames() {
    List<String> names = tokenInputs();
    if (spec.hierarchical()) {
      names.add(GraphNames.LABEL_ROWS);
    }
    if (spec.userFeatures() > 0) {
      names.add(GraphNames.USER_FEATURES);
    }
    if (spec.items().isPresent()) {
      names.add(GraphNames.ITEM_ROWS);
    }
    if (spec.readsItems()) {
      names.add(GraphNames.CANDIDATE_ROWS);
    }
    if (spec.others()) {
      names.add(GraphNames.EVENT_MASK);
      if (!spec.channels().numeric().isEmpty()) {
        names.add(GraphNames.EVENT_NUMBERS);
      }
    }
    List<String> ranked =
        spec.tasks().stream()
            .filter(task -> task instanceof TaskSpec.NextItem)
            .map(TaskSpec::name)
            .toList();
    if (!ranked.isEmpty()) {
      names.add(GraphNames.SCORED_ROWS);
    }
    ranked.forEach(task -> names.add(GraphNames.offsets(task)));
    if (spec.repeats() && !ranked.isEmpty()) {
      names.add(GraphNames.HISTORY);
      names.add(GraphNames.HISTORY_CELLS);
    }
    return names;
  }

  private List<String> tokenInputs() {
    if (attached.isPresent()) {
      return attachedInputs(attached.get());
    }
    List<String> names =
        new ArrayList<>(List.of(GraphNames.TOKEN_IDS, GraphNames.TOKEN_TYPE_IDS, GraphNames.MASK));
    if (!spec.channels().categorical().isEmpty()) {
      names.add(GraphNames.CATEGORICAL_CHANNELS);
    }
    if (!spec.channels().numeric().isEmpty()) {
      names.add(GraphNames.NUMERIC_CHANNELS);
    }
    return names;
  }

  /** What nothing reads is no input. */
  private static List<String> attachedInputs(AttachedEncoder encoder) {
    List<String> names = new ArrayList<>(encoder.inputs());
    if (encoder.perToken() && !names.contains(GraphNames.MASK)) {
      names.add(GraphNames.MASK);
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

  /** Adds what lies between encoder and heads; returns what each task's head reads. */
  private Map<String, Representation> addSharing(GraphBuilder graph) {
    Map<String, Representation> read = new HashMap<>();
    List<String> ofSequences = new ArrayList<>();
    List<String> ofTokens = new ArrayList<>();
    for (TaskSpec task : spec.tasks()) {
      (task instanceof TaskSpec.TokenTagging ? ofTokens : ofSequences).add(task.name());
    }
    if (!ofTokens.isEmpty()) {
      Representation rows =
          new Representation(GraphNames.TOKEN_ROWS, spec.encoderConfig().hiddenSize());
      Representation tokens = ofSequences.isEmpty() ? joined(graph, rows) : rows;
      ofTokens.forEach(task -> read.put(task, tokens));
    }
    if (!ofSequences.isEmpty()) {
      Optional<Representation> domain = addDomain(graph);
      read.putAll(
          architecture.add(
              new SharingSite(
                  graph,
                  joined(graph, addShared(graph)),
                  domain,
                  ofSequences,
                  rule,
                  spec.training().learningRate())));
    }
    return read;
  }

  private Optional<Representation> addDomain(GraphBuilder graph) {
    return spec.sharing()
        .domain()
        .map(
            columns -> {
              int last = columns.first() + columns.count() - 1;
              graph.addVertex(
                  ShareNames.DOMAIN,
                  new SubsetVertex(columns.first(), last),
                  GraphNames.USER_FEATURES);
              return new Representation(ShareNames.DOMAIN, columns.count());
            });
  }

  /** One vector for each row; returns its vertex. */
  private String addPooled(GraphBuilder graph) {
    if (!statesPerToken()) {
      return GraphNames.ENCODER;
    }
    if (spec.others()) {
      addTargetAttention(graph);
    } else if (spec.hierarchical()) {
      graph.addVertex(
          GraphNames.POOLED, new RowsVertex(), GraphNames.ENCODER, GraphNames.LABEL_ROWS);
    } else {
      graph.addVertex(
          GraphNames.POOLED,
          new PoolingVertex(spec.encoder().pooling()),
          GraphNames.ENCODER,
          GraphNames.MASK);
    }
    return GraphNames.POOLED;
  }

  /** The candidate asks, all events of its user but its own answer. */
  private void addTargetAttention(GraphBuilder graph) {
    ItemModelSpec items = spec.items().orElseThrow();
    int width = items.items().width();
    graph.addVertex(
        GraphNames.EVENT_ROWS,
        new ReshapeVertex('c', new int[] {-1, width}, null),
        GraphNames.ENCODER);
    addLinear(graph, GraphNames.ATTENTION_QUERY, GraphNames.CANDIDATE, width, historyRate(items));
    addLinear(graph, GraphNames.ATTENTION_KEYS, GraphNames.EVENT_ROWS, width, historyRate(items));
    addLinear(graph, GraphNames.ATTENTION_VALUES, GraphNames.EVENT_ROWS, width, historyRate(items));
    List<String> inputs =
        new ArrayList<>(
            List.of(
                GraphNames.ATTENTION_QUERY,
                GraphNames.ATTENTION_KEYS,
                GraphNames.ATTENTION_VALUES,
                GraphNames.LABEL_ROWS,
                GraphNames.EVENT_MASK));
    if (!spec.channels().numeric().isEmpty()) {
      inputs.add(GraphNames.EVENT_NUMBERS);
    }
    graph.addVertex(
        GraphNames.POOLED,
        new TargetAttentionVertex(items.history().heads()),
        inputs.toArray(String[]::new));
  }

  private void addLinear(GraphBuilder graph, String name, String input, int width, double rate) {
    DenseLayer.Builder layer =
        new DenseLayer.Builder().nIn(width).nOut(width).activation(Activation.IDENTITY);
    finish(layer, 0, rate);
    graph.addLayer(name, layer.build(), input);
  }

  /** The shared representation: the only way from heads to encoder and features. */
  private Representation addShared(GraphBuilder graph) {
    Representation joined = addFeatures(graph, addPooled(graph));
    double dropout = spec.shared().dropout();
    if (spec.shared().hidden() > 0) {
      DenseLayer.Builder layer =
          new DenseLayer.Builder()
              .nIn(joined.width())
              .nOut(spec.shared().hidden())
              .activation(Activation.RELU)
              .weightInit(WeightInit.RELU);
      dropInputs(layer, dropout);
      finish(layer, spec.shared().l2(), spec.training().learningRate());
      graph.addLayer(GraphNames.SHARED, layer.build(), joined.vertex());
      return new Representation(GraphNames.SHARED, spec.shared().hidden());
    }
    if (dropout > 0) {
      graph.addLayer(
          GraphNames.SHARED, new DropoutLayer.Builder(1 - dropout).build(), joined.vertex());
      return new Representation(GraphNames.SHARED, joined.width());
    }
    return joined;
  }

  /**
   * The pooled vector with the user features. A domain's columns are left out where an architecture
   * reads them: weights of a column that training never saw would be random. Effects of an item are
   * read by the heads that read the item, and by no other: they would tell which item comes next.
   */
  private Representation addFeatures(GraphBuilder graph, String vector) {
    int pooled = spec.stateWidth();
    int end = spec.userFeatures() - spec.effectColumns();
    int domainStart = spec.sharing().domain().map(DomainColumns::first).orElse(end);
    int domainEnd = spec.sharing().domain().map(d -> d.first() + d.count()).orElse(end);
    List<String> parts = new ArrayList<>(List.of(vector));
    int width = pooled + end - (domainEnd - domainStart);
    if (width - pooled == spec.userFeatures() && width > pooled) {
      parts.add(GraphNames.USER_FEATURES);
    } else {
      addColumns(graph, GraphNames.FEATURES_BEFORE, 0, domainStart, parts);
      addColumns(graph, GraphNames.FEATURES_AFTER, domainEnd, end, parts);
    }
    if (parts.size() == 1) {
      return new Representation(vector, pooled);
    }
    graph.addVertex(GraphNames.JOINED, new MergeVertex(), parts.toArray(String[]::new));
    return new Representation(GraphNames.JOINED, width);
  }

  /** Columns from (inclusive) to (exclusive) of the user features, if there are any. */
  private static void addColumns(
      GraphBuilder graph, String name, int from, int to, List<String> parts) {
    if (from < to) {
      graph.addVertex(name, new SubsetVertex(from, to - 1), GraphNames.USER_FEATURES);
      parts.add(name);
    }
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

  private void addHead(GraphBuilder graph, TaskSpec task, Representation shared) {
    HeadSpec head = task.head();
    double rate = head.learningRate().orElse(spec.training().learningRate());
    Representation read = head.readsItem() ? pair(graph, task, shared, rate) : shared;
    String input = read.vertex();
    int size = read.width();
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
    if (head.readsItem() && head.hidden() > 0) {
      Representation wide = wide(graph, task, new Representation(input, size));
      input = wide.vertex();
      size = wide.width();
    }
    if (task instanceof TaskSpec.NextItem next) {
      addNextItem(graph, next, input, size, rate);
      return;
    }
    if (isLinked(task.name())) {
      addSplitOutput(graph, task, new Representation(input, size), rate);
      return;
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

  /** The representation, the candidate's vector, the product of the two, and the effects. */
  private Representation pair(
      GraphBuilder graph, TaskSpec task, Representation shared, double rate) {
    int width = spec.items().orElseThrow().items().width();
    DenseLayer.Builder match =
        new DenseLayer.Builder().nIn(shared.width()).nOut(width).activation(Activation.IDENTITY);
    finish(match, task.head().l2(), rate);
    String name = task.name();
    graph.addLayer(GraphNames.match(name), match.build(), shared.vertex());
    graph.addVertex(
        GraphNames.product(name),
        new ElementWiseVertex(ElementWiseVertex.Op.Product),
        GraphNames.match(name),
        GraphNames.CANDIDATE);
    List<String> parts =
        new ArrayList<>(List.of(shared.vertex(), GraphNames.CANDIDATE, GraphNames.product(name)));
    if (spec.effectColumns() > 0) {
      parts.add(GraphNames.EFFECTS);
    }
    graph.addVertex(GraphNames.pair(name), new MergeVertex(), parts.toArray(String[]::new));
    return new Representation(
        GraphNames.pair(name), shared.width() + 2 * width + spec.effectColumns());
  }

  /** The hidden layer, and the effects beside it: what is additive need not be learned by it. */
  private Representation wide(GraphBuilder graph, TaskSpec task, Representation deep) {
    if (spec.effectColumns() == 0) {
      return deep;
    }
    String name = GraphNames.wide(task.name());
    graph.addVertex(name, new MergeVertex(), deep.vertex(), GraphNames.EFFECTS);
    return new Representation(name, deep.width() + spec.effectColumns());
  }

  /** A linear layer makes the query of what the head reads. */
  private void addNextItem(
      GraphBuilder graph, TaskSpec.NextItem task, String input, int size, double rate) {
    ItemModelSpec items = spec.items().orElseThrow();
    HeadSpec head = task.head();
    DenseLayer.Builder layer =
        new DenseLayer.Builder()
            .nIn(size)
            .nOut(items.items().width())
            .activation(Activation.IDENTITY);
    if (head.hidden() == 0) {
      dropInputs(layer, head.dropout());
    }
    finish(layer, head.l2(), rate);
    String query = GraphNames.query(task.name());
    graph.addLayer(query, layer.build(), input);
    List<String> inputs =
        new ArrayList<>(
            List.of(
                query, GraphNames.ITEMS, GraphNames.SCORED_ROWS, GraphNames.offsets(task.name())));
    if (spec.repeats()) {
      inputs.add(GraphNames.HISTORY);
      inputs.add(GraphNames.HISTORY_CELLS);
    }
    graph.addVertex(
        GraphNames.scores(task.name()),
        new ItemScoresVertex(items.count(), task.temperature(), spec.repeats(), rule.updater(rate)),
        inputs.toArray(String[]::new));
    graph.addLayer(
        task.name(),
        new LossLayer.Builder(new NextItemLoss(task.weight(), task.loss() == TaskSpec.ItemLoss.BPR))
            .activation(Activation.IDENTITY)
            .build(),
        GraphNames.scores(task.name()));
  }

  private boolean isLinked(String task) {
    return architecture.links().stream()
        .anyMatch(link -> link.before().equals(task) || link.task().equals(task));
  }

  /** A logit that links can read, and a loss on it or on what a link makes of it. */
  private void addSplitOutput(GraphBuilder graph, TaskSpec task, Representation read, double rate) {
    DenseLayer.Builder logits =
        new DenseLayer.Builder()
            .nIn(read.width())
            .nOut(task.outputWidth())
            .activation(Activation.IDENTITY);
    if (task.head().hidden() == 0) {
      dropInputs(logits, task.head().dropout());
    }
    finish(logits, task.head().l2(), rate);
    String trained = ShareNames.logits(task.name());
    graph.addLayer(trained, logits.build(), read.vertex());
    for (HeadLink link : architecture.links()) {
      if (link.task().equals(task.name())) {
        List<String> inputs = new ArrayList<>(List.of(ShareNames.logits(link.before()), trained));
        if (link.vertex().maxVertexInputs() > inputs.size()) {
          inputs.add(GraphNames.MASK);
        }
        trained = ShareNames.link(task.name());
        graph.addVertex(trained, link.vertex(), inputs.toArray(String[]::new));
      }
    }
    graph.addLayer(
        task.name(),
        new LossLayer.Builder(loss(task)).activation(activation(task)).build(),
        trained);
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
