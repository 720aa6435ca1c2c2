package org.taskweave.engine.block;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Blocks with kernels of our own, in single precision on a CPU. */
public final class FusedBlocks implements Blocks {

  private final SameDiff graph;
  private final Blocks plain;

  /** Blocks of a graph. */
  public FusedBlocks(SameDiff graph, TokenRows tokenRows) {
    this.graph = graph;
    this.plain = new PlainBlocks(graph, tokenRows);
  }

  @Override
  public SDVariable attention(
      SDVariable queryKeyValue, SDVariable mask, int heads, int hidden, boolean causal) {
    return new FusedAttention(graph, queryKeyValue, mask, heads, causal).outputVariables()[0];
  }

  @Override
  public SDVariable tokenAttention(TokenAttention inputs, int heads, int hidden, boolean causal) {
    return new FusedTokenAttention(graph, inputs, heads, causal).outputVariables()[0];
  }

  @Override
  public SDVariable activation(Activation activation, SDVariable x, SDVariable bias) {
    return activation == Activation.GELU && bias != null
        ? new FusedGelu(graph, x, bias).outputVariables()[0]
        : plain.activation(activation, x, bias);
  }

  @Override
  public SDVariable layerNorm(NormInputs inputs) {
    return FusedLayerNorm.of(graph, inputs).outputVariables()[0];
  }

  @Override
  public SDVariable rootMeanSquareNorm(SDVariable x, SDVariable gain, double epsilon) {
    return plain.rootMeanSquareNorm(x, gain, epsilon);
  }
}
