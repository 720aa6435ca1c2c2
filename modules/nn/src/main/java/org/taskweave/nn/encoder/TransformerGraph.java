package org.taskweave.nn.encoder;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.EncoderLayout;
import org.taskweave.engine.block.Activation;
import org.taskweave.engine.block.Blocks;
import org.taskweave.engine.block.RotaryHeads;
import org.taskweave.engine.block.TokenRows;

/**
 * An encoder's layers as SameDiff operations, put together as its {@link EncoderLayout} says.
 * States are [B*T,H]: flat matrices multiply fastest.
 */
final class TransformerGraph {

  private final SameDiff graph;
  private final EncoderConfig config;
  private final EncoderLayout layout;
  private final boolean causal;
  private final TokenRows tokenRows;
  private final Blocks blocks;

  /** Applied to the output of embeddings, attention and feed-forward. */
  private final Optional<UnaryOperator<SDVariable>> dropout;

  /** Of all layers; null until a layer needs it. */
  private RotaryHeads rotary;

  TransformerGraph(
      SameDiff graph,
      EncoderConfig config,
      boolean causal,
      TokenRows tokenRows,
      Blocks blocks,
      Optional<UnaryOperator<SDVariable>> dropout) {
    this.graph = graph;
    this.config = config;
    this.layout = config.layout();
    this.causal = causal;
    this.tokenRows = tokenRows;
    this.blocks = blocks;
    this.dropout = dropout;
  }

  /** As this one, with another dropout where this one has any. */
  TransformerGraph withDropout(UnaryOperator<SDVariable> other) {
    return new TransformerGraph(
        graph, config, causal, tokenRows, blocks, dropout.map(known -> other));
  }

  /** The first layer's input from the summed embeddings [B*T,H]. */
  SDVariable embeddings(SDVariable summed) {
    return dropped(
        layout.normBefore() ? summed : norm(summed, null, null, EncoderParameters.EMBEDDING_NORM));
  }

  /**
   * One transformer layer, [B*T,H] to [B*T,H].
   *
   * @param mask [B,T], 1 for a real token
   */
  SDVariable layer(int index, SDVariable states, SDVariable mask) {
    String name = EncoderParameters.layer(index);
    if (layout.normBefore()) {
      SDVariable normalised = norm(states, null, null, name + ".attention.norm");
      SDVariable middle =
          added(attention(name, normalised, mask), name + ".attention.output", states);
      SDVariable again = norm(middle, null, null, name + ".norm");
      return added(feedForward(name, again), name + ".output", middle);
    }
    SDVariable middle =
        joined(
            attention(name, states, mask),
            name + ".attention.output",
            states,
            name + ".attention.norm");
    return joined(feedForward(name, middle), name + ".output", middle, name + ".norm");
  }

  /**
   * The last layer, for one token of each sequence: [B*T,H] to [B,H]. Keys and values are of all
   * tokens; queries and all that follows of those that are read.
   *
   * @param mask [B,T], 1 for a real token
   * @param cells b * T + t of each sequence's token [B]
   */
  SDVariable lastLayer(int index, SDVariable states, SDVariable mask, SDVariable cells) {
    String name = EncoderParameters.layer(index);
    SDVariable read =
        layout.normBefore() ? norm(states, null, null, name + ".attention.norm") : states;
    SDVariable context = tokenAttention(name, read, mask, cells);
    SDVariable own = graph.gather(states, cells, 0);
    if (layout.normBefore()) {
      SDVariable middle = added(context, name + ".attention.output", own);
      SDVariable again = norm(middle, null, null, name + ".norm");
      return added(feedForward(name, again), name + ".output", middle);
    }
    SDVariable middle = joined(context, name + ".attention.output", own, name + ".attention.norm");
    return joined(feedForward(name, middle), name + ".output", middle, name + ".norm");
  }

  /** The encoder's output from that of its last layer [B*T,H]. */
  SDVariable top(SDVariable states) {
    return layout.normBefore() ? norm(states, null, null, EncoderParameters.FINAL_NORM) : states;
  }

  /** Context [B*T,A*P]. */
  private SDVariable attention(String name, SDVariable states, SDVariable mask) {
    SDVariable queryKeyValue;
    if (layout.rotary()) {
      queryKeyValue =
          rotary(mask)
              .queryKeyValue(
                  linear(states, name + ".attention.query", layout.attentionBias()),
                  linear(states, name + ".attention.key", layout.attentionBias()),
                  linear(states, name + ".attention.value", layout.attentionBias()));
    } else {
      queryKeyValue = linear(states, name + ".attention.qkv", layout.attentionBias());
    }
    return blocks.attention(
        queryKeyValue,
        mask,
        config.attentionHeads(),
        config.attentionHeads() * layout.headSize(),
        causal);
  }

  /** Context of the tokens that are read [B,A*P]. */
  private SDVariable tokenAttention(
      String name, SDVariable states, SDVariable mask, SDVariable cells) {
    SDVariable own = graph.gather(states, cells, 0);
    SDVariable query = linear(own, name + ".attention.query", layout.attentionBias());
    SDVariable keyValue;
    if (layout.rotary()) {
      query = rotary(mask).queryAt(query, cells);
      keyValue =
          rotary(mask)
              .keyValue(
                  linear(states, name + ".attention.key", layout.attentionBias()),
                  linear(states, name + ".attention.value", layout.attentionBias()));
    } else {
      keyValue = linear(states, name + ".attention.keyValue", layout.attentionBias());
    }
    return blocks.tokenAttention(
        new Blocks.TokenAttention(query, keyValue, mask, cells),
        config.attentionHeads(),
        config.attentionHeads() * layout.headSize(),
        causal);
  }

  private RotaryHeads rotary(SDVariable mask) {
    if (rotary == null) {
      rotary =
          new RotaryHeads(
              graph,
              tokenRows,
              mask,
              config.attentionHeads(),
              layout.keyValueHeads(),
              layout.headSize(),
              layout.rotaryBase());
    }
    return rotary;
  }

  /** What the feed-forward layer makes before its last product [B*T,I]. */
  private SDVariable feedForward(String name, SDVariable states) {
    Activation activation = Activation.of(config.hiddenActivation());
    String first = layout.gated() ? name + ".gate" : name + ".intermediate";
    SDVariable activated =
        blocks.activation(
            activation, product(states, first), layout.outputBias() ? bias(first) : null);
    return layout.gated()
        ? activated.mul(linear(states, name + ".intermediate", layout.outputBias()))
        : activated;
  }

  /** Linear layer, dropout and residual connection. */
  private SDVariable added(SDVariable input, String linear, SDVariable residual) {
    return dropped(linear(input, linear, layout.outputBias())).add(residual);
  }

  /** Linear layer, dropout, residual connection and norm. */
  private SDVariable joined(SDVariable input, String linear, SDVariable residual, String norm) {
    SDVariable product = product(input, linear);
    return dropout
        .map(drop -> norm(drop.apply(product.add(bias(linear))), null, residual, norm))
        .orElseGet(() -> norm(product, bias(linear), residual, norm));
  }

  private SDVariable dropped(SDVariable states) {
    return dropout.map(drop -> drop.apply(states)).orElse(states);
  }

  private SDVariable linear(SDVariable input, String name, boolean bias) {
    SDVariable product = product(input, name);
    return bias ? product.add(bias(name)) : product;
  }

  private SDVariable product(SDVariable input, String name) {
    return input.mmul(graph.getVariable(name + ".weight"));
  }

  private SDVariable bias(String name) {
    return graph.getVariable(name + ".bias");
  }

  private SDVariable norm(SDVariable x, SDVariable bias, SDVariable residual, String name) {
    SDVariable gain = graph.getVariable(name + ".weight");
    if (layout.rootMeanSquare()) {
      return blocks.rootMeanSquareNorm(x, gain, config.layerNormEpsilon());
    }
    return blocks.layerNorm(
        new Blocks.NormInputs(
            x, bias, residual, gain, graph.getVariable(name + ".bias"), config.layerNormEpsilon()));
  }
}
