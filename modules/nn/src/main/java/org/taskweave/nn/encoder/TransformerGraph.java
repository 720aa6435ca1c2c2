package org.taskweave.nn.encoder;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.engine.block.Activation;
import org.taskweave.engine.block.Blocks;

/**
 * BERT's layers as SameDiff operations (Devlin et al. 2019, arXiv:1810.04805; post-layer-norm).
 * States are [B*T,H]: flat matrices multiply fastest.
 */
final class TransformerGraph {

  private final SameDiff graph;
  private final EncoderConfig config;
  private final boolean causal;
  private final Blocks blocks;

  /** Applied where BERT drops out: the output of embeddings, attention and feed-forward. */
  private final Optional<UnaryOperator<SDVariable>> dropout;

  TransformerGraph(
      SameDiff graph,
      EncoderConfig config,
      boolean causal,
      Blocks blocks,
      Optional<UnaryOperator<SDVariable>> dropout) {
    this.graph = graph;
    this.config = config;
    this.causal = causal;
    this.blocks = blocks;
    this.dropout = dropout;
  }

  /** Layer norm of the summed embeddings [B*T,H]. */
  SDVariable embeddings(SDVariable summed) {
    SDVariable normalised = norm(summed, null, null, EncoderParameters.EMBEDDING_NORM);
    return dropout.map(drop -> drop.apply(normalised)).orElse(normalised);
  }

  /**
   * One transformer layer, [B*T,H] to [B*T,H].
   *
   * @param mask [B,T], 1 for a real token
   */
  SDVariable layer(int index, SDVariable states, SDVariable mask) {
    String name = EncoderParameters.layer(index);
    SDVariable queryKeyValue =
        product(states, name + ".attention.qkv").add(bias(name + ".attention.qkv"));
    SDVariable context =
        blocks.attention(queryKeyValue, mask, config.attentionHeads(), config.hiddenSize(), causal);
    SDVariable middle =
        joined(context, name + ".attention.output", states, name + ".attention.norm");
    SDVariable activated =
        blocks.activation(
            Activation.of(config.hiddenActivation()),
            product(middle, name + ".intermediate"),
            bias(name + ".intermediate"));
    return joined(activated, name + ".output", middle, name + ".norm");
  }

  /** Linear layer, dropout, residual connection and layer norm. */
  private SDVariable joined(SDVariable input, String linear, SDVariable residual, String norm) {
    SDVariable product = product(input, linear);
    return dropout
        .map(drop -> norm(drop.apply(product.add(bias(linear))), null, residual, norm))
        .orElseGet(() -> norm(product, bias(linear), residual, norm));
  }

  private SDVariable product(SDVariable input, String name) {
    return input.mmul(graph.getVariable(name + ".weight"));
  }

  private SDVariable bias(String name) {
    return graph.getVariable(name + ".bias");
  }

  private SDVariable norm(SDVariable x, SDVariable bias, SDVariable residual, String name) {
    return blocks.layerNorm(
        new Blocks.NormInputs(
            x,
            bias,
            residual,
            graph.getVariable(name + ".weight"),
            graph.getVariable(name + ".bias"),
            config.layerNormEpsilon()));
  }
}
