package org.taskweave.nn.encoder;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.taskweave.core.encoder.EncoderConfig;

/**
 * BERT's layers as SameDiff operations for a length T (Devlin et al. 2019, arXiv:1810.04805;
 * post-layer-norm). States are [B*T,H]: flat matrices multiply fastest.
 */
final class TransformerGraph {

  private static final double MASKED_SCORE = -10_000;

  private final SameDiff graph;
  private final EncoderConfig config;
  private final TokenRows tokenRows;

  /** Applied where BERT drops out: the output of embeddings, attention and feed-forward. */
  private final UnaryOperator<SDVariable> dropout;

  /** How rows [B*T,...], or a mask [B,T], get a shape with T in it. */
  @FunctionalInterface
  interface TokenRows {
    /** The place of T in a shape, to be replaced. */
    long LENGTH = -2;

    /** Reshapes; -1 stands for B, {@link #LENGTH} for T. */
    SDVariable reshape(SDVariable values, long... shape);
  }

  TransformerGraph(
      SameDiff graph, EncoderConfig config, int length, UnaryOperator<SDVariable> dropout) {
    this(
        graph,
        config,
        (values, shape) ->
            values.reshape(
                LongStream.of(shape).map(d -> d == TokenRows.LENGTH ? length : d).toArray()),
        dropout);
  }

  /** Layers for a length that the graph itself may find out. */
  TransformerGraph(
      SameDiff graph,
      EncoderConfig config,
      TokenRows tokenRows,
      UnaryOperator<SDVariable> dropout) {
    this.graph = graph;
    this.config = config;
    this.tokenRows = tokenRows;
    this.dropout = dropout;
  }

  /** Layer norm of the summed embeddings [B*T,H]. */
  SDVariable embeddings(SDVariable summed) {
    return dropout.apply(normalised(summed, EncoderParameters.EMBEDDING_NORM));
  }

  /** Added to the scores: 0 for a real token, -10,000 for padding. [B,T] to [B,1,1,T]. */
  SDVariable attentionBias(SDVariable mask) {
    return tokenRows.reshape(mask.sub(1.0).mul(-MASKED_SCORE), -1, 1, 1, TokenRows.LENGTH);
  }

  /** One transformer layer, [B*T,H] to [B*T,H]. */
  SDVariable layer(int index, SDVariable states, SDVariable attentionBias) {
    String name = EncoderParameters.layer(index);
    SDVariable attended = dropout.apply(attention(name + ".attention", states, attentionBias));
    SDVariable middle = normalised(attended.add(states), name + ".attention.norm");
    SDVariable activated = activation(linear(middle, name + ".intermediate"));
    SDVariable fed = dropout.apply(linear(activated, name + ".output"));
    return normalised(fed.add(middle), name + ".norm");
  }

  private SDVariable attention(String name, SDVariable states, SDVariable bias) {
    int heads = config.attentionHeads();
    int size = config.hiddenSize() / heads;
    SDVariable[] queryKeyValue =
        graph.unstack(
            tokenRows
                .reshape(linear(states, name + ".qkv"), -1, TokenRows.LENGTH, 3, heads, size)
                .permute(2, 0, 3, 1, 4), // [3,B,A,T,H/A]
            0,
            3);
    SDVariable query = queryKeyValue[0].mul(1 / Math.sqrt(size));
    SDVariable scores = graph.mmul(query, queryKeyValue[1], false, true, false).add(bias);
    SDVariable context = graph.mmul(graph.nn.softmax(scores, 3), queryKeyValue[2]); // [B,A,T,H/A]
    return linear(context.permute(0, 2, 1, 3).reshape(-1, config.hiddenSize()), name + ".output");
  }

  private SDVariable linear(SDVariable input, String name) {
    return input.mmul(graph.getVariable(name + ".weight")).add(graph.getVariable(name + ".bias"));
  }

  /** The native op has no epsilon; a row of variance 0 gives the bias. */
  private SDVariable normalised(SDVariable input, String name) {
    return graph.nn.layerNorm(
        input, graph.getVariable(name + ".weight"), graph.getVariable(name + ".bias"), false, 1);
  }

  /**
   * SameDiff's own gelu is the sigmoid approximation and its preciseGelu is wrong at negative
   * inputs: the exact form is composed.
   */
  private SDVariable activation(SDVariable x) {
    return switch (config.hiddenActivation()) {
      case "gelu" -> x.mul(0.5).mul(graph.math.erf(x.mul(Math.sqrt(0.5))).add(1.0));
      case "gelu_new" -> {
        SDVariable cubic = x.mul(x).mul(x).mul(0.044715);
        SDVariable inner = x.add(cubic).mul(Math.sqrt(2 / Math.PI));
        yield x.mul(0.5).mul(graph.math.tanh(inner).add(1.0));
      }
      case "relu" -> graph.nn.relu(x, 0);
      default ->
          throw new IllegalArgumentException(
              "hidden_act \""
                  + config.hiddenActivation()
                  + "\" is none of "
                  + List.of("gelu", "gelu_new", "relu"));
    };
  }
}
