package org.taskweave.engine.block;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.kernel.LayerNormGradientKernel;
import org.taskweave.engine.kernel.LayerNormKernel;
import org.taskweave.engine.plan.FusedOperation;

/**
 * Layer norm [R,H], with the normalised rows [R,H] and their scales [R] for the gradient; see
 * {@link LayerNormKernel}. Arguments: x, gain, shift, then bias and residual if there are any.
 */
final class FusedLayerNorm extends FusedOperation {

  private final boolean bias;
  private final boolean residual;
  private final double epsilon;

  private FusedLayerNorm(
      SameDiff graph, boolean bias, boolean residual, double epsilon, SDVariable... arguments) {
    super(graph, arguments);
    this.bias = bias;
    this.residual = residual;
    this.epsilon = epsilon;
  }

  static FusedLayerNorm of(SameDiff graph, Blocks.NormInputs inputs) {
    List<SDVariable> arguments =
        new ArrayList<>(List.of(inputs.x(), inputs.gain(), inputs.shift()));
    if (inputs.bias() != null) {
      arguments.add(inputs.bias());
    }
    if (inputs.residual() != null) {
      arguments.add(inputs.residual());
    }
    return new FusedLayerNorm(
        graph,
        inputs.bias() != null,
        inputs.residual() != null,
        inputs.epsilon(),
        arguments.toArray(SDVariable[]::new));
  }

  @Override
  public String opName() {
    return "fused_layer_norm";
  }

  @Override
  public int getNumOutputs() {
    return 3;
  }

  @Override
  protected List<long[]> resultShapes(List<long[]> arguments) {
    long[] rows = arguments.get(0);
    return List.of(rows, rows, new long[] {rows[0]});
  }

  @Override
  protected Runnable kernel(INDArray[] arguments, INDArray[] results) {
    LayerNormKernel.Inputs inputs =
        new LayerNormKernel.Inputs(
            arguments[0],
            bias ? arguments[3] : null,
            residual ? arguments[arguments.length - 1] : null,
            arguments[1],
            arguments[2],
            epsilon);
    return new LayerNormKernel(inputs, results[0], results[1], results[2]);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> incoming) {
    SDVariable[] own = outputVariables();
    SDVariable[] found =
        new Gradient(sameDiff, incoming.get(0), own[1], own[2], arg(1)).outputVariables();
    List<SDVariable> gradients = new ArrayList<>(List.of(found[0], found[1], found[2]));
    if (bias) {
      gradients.add(found[3]);
    }
    if (residual) {
      gradients.add(found[0]);
    }
    return gradients;
  }

  /** Gradients at the sum, gain, shift and bias. */
  private static final class Gradient extends FusedOperation {

    Gradient(
        SameDiff graph,
        SDVariable incoming,
        SDVariable normalised,
        SDVariable scale,
        SDVariable gain) {
      super(graph, incoming, normalised, scale, gain);
    }

    @Override
    public String opName() {
      return "fused_layer_norm_gradient";
    }

    @Override
    public int getNumOutputs() {
      return 4;
    }

    @Override
    protected List<long[]> resultShapes(List<long[]> arguments) {
      long[] column = {arguments.get(0)[1]};
      return List.of(arguments.get(0), column, column, column);
    }

    @Override
    protected Runnable kernel(INDArray[] arguments, INDArray[] results) {
      return new LayerNormGradientKernel(
          arguments[0],
          arguments[1],
          arguments[2],
          arguments[3],
          new LayerNormGradientKernel.Gradients(results[0], results[1], results[2], results[3]));
    }
  }
}
