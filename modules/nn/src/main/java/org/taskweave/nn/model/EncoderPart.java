package org.taskweave.nn.model;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.engine.vertex.GruVertex;
import org.taskweave.nn.attach.AttachedEncoder;
import org.taskweave.nn.encoder.EncoderVertex;
import org.taskweave.nn.encoder.PoolingVertex;
import org.taskweave.nn.item.ItemTextsVertex;
import org.taskweave.nn.item.ItemsVertex;
import org.taskweave.nn.item.RowsVertex;
import org.taskweave.nn.item.TargetAttentionVertex;
import org.taskweave.nn.optimize.UpdateRule;

/** The part of a graph below the user features: items, encoder, one vector for each row. */
final class EncoderPart {

  private final ModelSpec spec;
  private final UpdateRule rule;
  private final Optional<AttachedEncoder> attached;
  private final GraphBuilder graph;
  private final LayerRules layers;

  EncoderPart(
      ModelSpec spec, UpdateRule rule, Optional<AttachedEncoder> attached, GraphBuilder graph) {
    this.spec = spec;
    this.rule = rule;
    this.attached = attached;
    this.graph = graph;
    this.layers = new LayerRules(rule);
  }

  /** Items' vectors, and what tasks that read items need, where there are any. */
  void addItems() {
    spec.items().ifPresent(this::addItems);
    if (spec.readsItems()) {
      graph.addVertex(
          GraphNames.CANDIDATE, new RowsVertex(), GraphNames.ITEMS, GraphNames.CANDIDATE_ROWS);
    }
  }

  private void addItems(ItemModelSpec items) {
    if (items.learnedTexts().isEmpty()) {
      graph.addVertex(GraphNames.ITEMS, items(items), GraphNames.ITEM_ROWS);
      return;
    }
    requireFullPooling();
    int layers = spec.encoderConfig().layers();
    if (spec.encoder().training().frozenLayers() >= layers) {
      throw new InvalidInputException(
          "items.frozenEncoder: false trains the encoder's layers, but encoder.frozenLayers is "
              + spec.encoder().training().frozenLayers()
              + " and "
              + spec.encoder().name()
              + " has "
              + layers
              + ": freeze fewer, or set items.frozenEncoder: true");
    }
    EncoderVertex encoder =
        new EncoderVertex(
            spec.encoderConfig(),
            TokenChannels.NONE,
            spec.encoder().training(),
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
                items.settings().width(),
                items.settings().ids(),
                items.settings().idDropout(),
                rule.updater(itemRate(items)),
                rule.weightDecay())
            .withFeatures(items.featureWidth());
    return items.masked() ? vertex.withMask(items.requireSequenceModel().maskShare()) : vertex;
  }

  /** What reads the tokens. */
  void addEncoder() {
    if (attached.isPresent()) {
      attached.get().addTo(graph, GraphNames.SEQUENCE_ENCODER, rule, spec.encoder().learningRate());
      return;
    }
    List<String> inputs = GraphInputs.tokens(spec, attached);
    if (spec.hierarchical()) {
      inputs.add(GraphNames.ITEMS);
    }
    graph.addVertex(GraphNames.SEQUENCE_ENCODER, encoder(), inputs.toArray(String[]::new));
    if (spec.hierarchical()) {
      addRecurrentLayers(spec.items().orElseThrow());
    }
  }

  private void addRecurrentLayers(ItemModelSpec items) {
    int width = items.settings().width();
    for (int layer = 1; layer <= items.requireSequenceModel().recurrentLayers(); layer++) {
      graph.addVertex(
          GraphNames.recurrent(layer),
          new GruVertex(width, width, rule.updater(itemRate(items)), rule.weightDecay()),
          layer == 1 ? GraphNames.SEQUENCE_ENCODER : GraphNames.recurrent(layer - 1));
    }
  }

  /** What has the states of all events. */
  private String states() {
    int recurrent =
        spec.hierarchical()
            ? spec.items().orElseThrow().requireSequenceModel().recurrentLayers()
            : 0;
    return recurrent == 0 ? GraphNames.SEQUENCE_ENCODER : GraphNames.recurrent(recurrent);
  }

  private EncoderVertex encoder() {
    if (spec.hierarchical()) {
      ItemModelSpec items = spec.items().orElseThrow();
      EncoderVertex causal =
          EncoderVertex.sequenceModel(
              items.sequenceConfig(),
              spec.channels(),
              items.requireSequenceModel().dropout(),
              rule.updater(itemRate(items)),
              rule.weightDecay());
      return items.masked() || items.others() ? causal.bidirectional() : causal;
    }
    return new EncoderVertex(
        spec.encoderConfig(),
        spec.channels(),
        spec.encoder().training(),
        rule.updater(spec.encoder().learningRate()),
        rule.weightDecay());
  }

  private double itemRate(ItemModelSpec items) {
    return items.settings().learningRate().orElse(rule.learningRate());
  }

  private boolean statesPerToken() {
    return attached.map(AttachedEncoder::perToken).orElse(true);
  }

  /** The states of all tokens as rows, where a task tags them. */
  void addTokenRows() {
    if (spec.tasks().stream().anyMatch(TaskSpec::perToken)) {
      if (!statesPerToken()) {
        throw new InvalidInputException(
            "encoder.model: "
                + spec.encoder().name()
                + " gives one vector for each sequence, but a tokenTagging task needs a state for"
                + " each token: attach a graph whose result is [B,T,H], or remove that task");
      }
      int hidden = spec.encoderConfig().hiddenSize();
      graph.addVertex(
          GraphNames.TOKEN_ROWS,
          new ReshapeVertex('c', new int[] {-1, hidden}, null),
          GraphNames.SEQUENCE_ENCODER);
    }
  }

  /** One vector for each row; returns its vertex. */
  String addPooled() {
    if (!statesPerToken()) {
      return GraphNames.SEQUENCE_ENCODER;
    }
    if (spec.attends()) {
      graph.addVertex(
          GraphNames.EVENT_ROWS,
          new ReshapeVertex(
              'c', new int[] {-1, spec.items().orElseThrow().settings().width()}, null),
          states());
    }
    if (spec.others()) {
      addTargetAttention();
    } else if (spec.hierarchical()) {
      graph.addVertex(GraphNames.POOLED, new RowsVertex(), states(), GraphNames.LABEL_ROWS);
    } else {
      requireFullPooling();
      graph.addVertex(
          GraphNames.POOLED,
          new PoolingVertex(spec.encoder().pooling()),
          GraphNames.SEQUENCE_ENCODER,
          GraphNames.MASK);
    }
    return GraphNames.POOLED;
  }

  private void requireFullPooling() {
    if (attached.isEmpty()) {
      requireFullPooling(spec.encoderConfig(), spec.encoder().pooling(), spec.encoder().name());
    }
  }

  /** Refuses to pool a decoder's first token, which has seen nothing but itself. */
  static void requireFullPooling(
      EncoderConfig config, EncoderRecipe.Pooling pooling, String model) {
    if (config.layout().causal() && pooling == EncoderRecipe.Pooling.CLS) {
      throw new InvalidInputException(
          "encoder.pooling: cls reads the first token, but in "
              + model
              + " a token sees none after it: set pooling: last or mean");
    }
  }

  /** The candidate asks all events of its user but its own answer. */
  private void addTargetAttention() {
    ItemModelSpec items = spec.items().orElseThrow();
    new AttentionPart(spec, layers, graph, 0, itemRate(items))
        .add(
            GraphNames.POOLED,
            "",
            new TargetAttentionVertex(items.requireSequenceModel().heads()),
            spec.channels().numeric().isEmpty() ? List.of() : List.of(GraphNames.EVENT_NUMBERS));
  }
}
