package org.taskweave.engine.block;

import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.kernel.TokenAttentionGradientKernel;
import org.taskweave.engine.kernel.TokenAttentionKernel;
import org.taskweave.engine.plan.FusedOperation;

/**
 * Context [B,H] and probabilities [B*A,T] of one token of each sequence; see {@link
 * TokenAttentionKernel}.
 */
final class FusedTokenAttention extends FusedOperation {

  private final int heads;
  private final boolean causal;

  FusedTokenAttention(SameDiff graph, Blocks.TokenAttention inputs, int heads, boolean causal) {
    super(graph, inputs.query(), inputs.keyValue(), inputs.mask(), inputs.cells());
    this.heads = heads;
    this.causal = causal;
  }

  @Override
  public String opName() {
    return "fused_token_attention";
  }

  @Override
  public int getNumOutputs() {
    return 2;
  }

  @Override
  protected List<long[]> resultShapes(List<long[]> arguments) {
    long[] mask = arguments.get(2);
    return List.of(arguments.get(0), new long[] {mask[0] * heads, mask[1]});
  }

  @Override
  protected Runnable kernel(INDArray[] arguments, INDArray[] results) {
    return new TokenAttentionKernel(
        arguments[0],
        arguments[1],
        arguments[2],
        arguments[3],
        heads,
        causal,
        results[0],
        results[1]);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> incoming) {
    return Arrays.asList(
        new Gradient(
                sameDiff,
                heads,
                causal,
                arg(0),
                arg(1),
                arg(2),
                arg(3),
                outputVariables()[1],
                incoming.get(0))
            .outputVariables());
  }

  /** Gradients at query, and keys and values. */
  private static final class Gradient extends FusedOperation {

    private final int heads;
    private final boolean causal;

    Gradient(SameDiff graph, int heads, boolean causal, SDVariable... arguments) {
      super(graph, arguments);
      this.heads = heads;
      this.causal = causal;
    }

    @Override
    public String opName() {
      return "fused_token_attention_gradient";
    }

    @Override
    public int getNumOutputs() {
      return 2;
    }

    @Override
    protected List<long[]> resultShapes(List<long[]> arguments) {
      return List.of(arguments.get(0), arguments.get(1));
    }

    @Override
    protected Runnable kernel(INDArray[] arguments, INDArray[] results) {
      return new TokenAttentionGradientKernel(
          arguments[0],
          arguments[1],
          arguments[2],
          arguments[3],
          heads,
          causal,
          arguments[4],
          arguments[5],
          results[0],
          results[1]);
    }
  }
}
