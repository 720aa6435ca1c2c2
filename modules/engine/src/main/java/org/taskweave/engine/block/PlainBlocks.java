package org.taskweave.engine.block;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** Blocks of SameDiff's own operations. */
public final class PlainBlocks implements Blocks {

  private static final double MASKED_SCORE = -10_000;

  private final SameDiff graph;
  private final TokenRows tokenRows;

  /**
   * Blocks of a graph.
   *
   * @param tokenRows knows the sequences' length, or how the graph itself finds it out
   */
  public PlainBlocks(SameDiff graph, TokenRows tokenRows) {
    this.graph = graph;
    this.tokenRows = tokenRows;
  }

  @Override
  public SDVariable attention(
      SDVariable queryKeyValue, SDVariable mask, int heads, int hidden, boolean causal) {
    int size = hidden / heads;
    SDVariable bias = tokenRows.reshape(excluded(mask), -1, 1, 1, TokenRows.LENGTH);
    if (causal) {
      bias = bias.add(later(mask).mul(MASKED_SCORE));
    }
    SDVariable[] parts =
        graph.unstack(
            tokenRows
                .reshape(queryKeyValue, -1, TokenRows.LENGTH, 3, heads, size)
                .permute(2, 0, 3, 1, 4), // [3,B,A,T,H/A]
            0,
            3);
    SDVariable query = parts[0].mul(1 / Math.sqrt(size));
    SDVariable scores = graph.mmul(query, parts[1], false, true, false).add(bias);
    SDVariable context = graph.mmul(graph.nn.softmax(scores, 3), parts[2]); // [B,A,T,H/A]
    return context.permute(0, 2, 1, 3).reshape(-1, hidden);
  }

  @Override
  public SDVariable tokenAttention(TokenAttention inputs, int heads, int hidden, boolean causal) {
    SDVariable mask = inputs.mask();
    SDVariable query = inputs.query();
    int size = hidden / heads;
    SDVariable bias = tokenRows.reshape(excluded(mask), -1, 1, 1, TokenRows.LENGTH);
    if (causal) {
      SDVariable position = graph.cumsum(mask.mul(0.0).add(1.0), 1); // [B,T]
      SDVariable own = graph.gather(position.reshape(-1), inputs.cells(), 0); // [B]
      SDVariable later = position.gt(own.reshape(-1, 1)).castTo(mask.dataType());
      bias = bias.add(tokenRows.reshape(later.mul(MASKED_SCORE), -1, 1, 1, TokenRows.LENGTH));
    }
    SDVariable[] parts =
        graph.unstack(
            tokenRows
                .reshape(inputs.keyValue(), -1, TokenRows.LENGTH, 2, heads, size)
                .permute(2, 0, 3, 1, 4), // [2,B,A,T,H/A]
            0,
            2);
    SDVariable scores =
        graph
            .mmul(
                query.mul(1 / Math.sqrt(size)).reshape(-1, heads, 1, size),
                parts[0],
                false,
                true,
                false)
            .add(bias); // [B,A,1,T]
    return graph.mmul(graph.nn.softmax(scores, 3), parts[1]).reshape(-1, hidden);
  }

  /**
   * What is added to the scores of keys [B,T]. A row without any real token keeps its scores:
   * softmax of SameDiff is NaN where all are so low.
   */
  private SDVariable excluded(SDVariable mask) {
    return mask.sub(1.0).mul(-MASKED_SCORE).mul(anyToken(mask));
  }

  /**
   * 1 in rows with a real token, [B,T]: sums up to and from each token, since SameDiff's reductions
   * fail over a dimension of length 1.
   */
  private SDVariable anyToken(SDVariable mask) {
    SDVariable total =
        graph.cumsum(mask, false, false, 1).add(graph.cumsum(mask, false, true, 1)).sub(mask);
    return total.gt(0.0).castTo(mask.dataType());
  }

  /** 1 where a key [.,.,.,T] comes after a query [.,.,T,.], [B,1,T,T]. */
  private SDVariable later(SDVariable mask) {
    SDVariable position = graph.cumsum(mask.mul(0.0).add(1.0), 1);
    SDVariable query = tokenRows.reshape(position, -1, 1, TokenRows.LENGTH, 1);
    SDVariable key = tokenRows.reshape(position, -1, 1, 1, TokenRows.LENGTH);
    return key.gt(query).castTo(mask.dataType());
  }

  /**
   * {@inheritDoc}
   *
   * <p>SameDiff's own gelu is the sigmoid approximation and its preciseGelu is wrong at negative
   * inputs: the exact form is composed.
   */
  @Override
  public SDVariable activation(Activation activation, SDVariable x, SDVariable bias) {
    SDVariable v = bias == null ? x : x.add(bias);
    return switch (activation) {
      case GELU -> v.mul(0.5).mul(graph.math.erf(v.mul(Math.sqrt(0.5))).add(1.0));
      case GELU_TANH -> {
        SDVariable cubic = v.mul(v).mul(v).mul(0.044715);
        SDVariable inner = v.add(cubic).mul(Math.sqrt(2 / Math.PI));
        yield v.mul(0.5).mul(graph.math.tanh(inner).add(1.0));
      }
      case RELU -> graph.nn.relu(v, 0);
      case SILU -> v.mul(graph.nn.sigmoid(v));
    };
  }

  /** The native op has no epsilon: plans and exports take it from elsewhere. */
  @Override
  public SDVariable layerNorm(NormInputs inputs) {
    SDVariable v = inputs.bias() == null ? inputs.x() : inputs.x().add(inputs.bias());
    SDVariable summed = inputs.residual() == null ? v : v.add(inputs.residual());
    return graph.nn.layerNorm(summed, inputs.gain(), inputs.shift(), false, 1);
  }

  /** The mean is a product with a vector: reductions are slower and copy. */
  @Override
  public SDVariable rootMeanSquareNorm(SDVariable x, SDVariable gain, double epsilon) {
    long size = gain.getShape()[0];
    SDVariable average =
        graph.constant(Nd4j.valueArrayOf(new long[] {size, 1}, 1.0 / size, x.dataType()));
    SDVariable meanSquare = x.mul(x).mmul(average); // [R,1]
    return x.div(graph.math.sqrt(meanSquare.add(epsilon))).mul(gain);
  }
}
