package org.taskweave.engine.block;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.kernel.AttentionGradientKernel;
import org.taskweave.engine.kernel.AttentionKernel;
import org.taskweave.engine.plan.FusedOperation;

/**
 * Attention's context [B*T,H] and probabilities [B*A,T,T] from queries, keys and values [B*T,3H]
 * and mask [B,T]; see {@link AttentionKernel}.
 */
final class FusedAttention extends FusedOperation {

  private final int heads;
  private final boolean causal;

  FusedAttention(
      SameDiff graph, SDVariable queryKeyValue, SDVariable mask, int heads, boolean causal) {
    super(graph, queryKeyValue, mask);
    this.heads = heads;
    this.causal = causal;
  }

  @Override
  public String opName() {
    return "fused_attention";
  }

  @Override
  public int getNumOutputs() {
    return 2;
  }

  @Override
  protected List<long[]> resultShapes(List<long[]> arguments) {
    long[] rows = arguments.get(0);
    long[] mask = arguments.get(1);
    return List.of(
        new long[] {rows[0], rows[1] / 3}, new long[] {mask[0] * heads, mask[1], mask[1]});
  }

  @Override
  protected Runnable kernel(INDArray[] arguments, INDArray[] results) {
    return new AttentionKernel(arguments[0], arguments[1], heads, causal, results[0], results[1]);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> incoming) {
    SDVariable gradient =
        new Gradient(sameDiff, heads, arg(0), arg(1), outputVariables()[1], incoming.get(0))
            .outputVariables()[0];
    return List.of(gradient);
  }

  /** Gradient at queries, keys and values. */
  private static final class Gradient extends FusedOperation {

    private final int heads;

    Gradient(SameDiff graph, int heads, SDVariable... arguments) {
      super(graph, arguments);
      this.heads = heads;
    }

    @Override
    public String opName() {
      return "fused_attention_gradient";
    }

    @Override
    public int getNumOutputs() {
      return 1;
    }

    @Override
    protected List<long[]> resultShapes(List<long[]> arguments) {
      return List.of(arguments.get(0));
    }

    @Override
    protected Runnable kernel(INDArray[] arguments, INDArray[] results) {
      return new AttentionGradientKernel(
          arguments[0], arguments[1], heads, arguments[2], arguments[3], results[0]);
    }
  }
}
