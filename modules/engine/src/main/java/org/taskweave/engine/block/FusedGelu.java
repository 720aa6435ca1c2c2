package org.taskweave.engine.block;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.kernel.GeluKernel;
import org.taskweave.engine.kernel.ProductKernel;
import org.taskweave.engine.plan.FusedOperation;

/** GELU of x [R,I] + bias [I], and its derivative [R,I] while at it; see {@link GeluKernel}. */
final class FusedGelu extends FusedOperation {

  FusedGelu(SameDiff graph, SDVariable x, SDVariable bias) {
    super(graph, x, bias);
  }

  @Override
  public String opName() {
    return "fused_gelu";
  }

  @Override
  public int getNumOutputs() {
    return 2;
  }

  @Override
  protected List<long[]> resultShapes(List<long[]> arguments) {
    return List.of(arguments.get(0), arguments.get(0));
  }

  @Override
  protected Runnable kernel(INDArray[] arguments, INDArray[] results) {
    return new GeluKernel(arguments[0], arguments[1], results[0], results[1]);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> incoming) {
    SDVariable derivative = outputVariables()[1];
    return List.of(new Gradient(sameDiff, incoming.get(0), derivative).outputVariables());
  }

  /** Gradients at x and bias. */
  private static final class Gradient extends FusedOperation {

    Gradient(SameDiff graph, SDVariable incoming, SDVariable derivative) {
      super(graph, incoming, derivative);
    }

    @Override
    public String opName() {
      return "fused_gelu_gradient";
    }

    @Override
    public int getNumOutputs() {
      return 2;
    }

    @Override
    protected List<long[]> resultShapes(List<long[]> arguments) {
      return List.of(arguments.get(0), new long[] {arguments.get(0)[1]});
    }

    @Override
    protected Runnable kernel(INDArray[] arguments, INDArray[] results) {
      return new ProductKernel(arguments[0], arguments[1], results[0], results[1]);
    }
  }
}
