package org.taskweave.engine.vertex;

import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * A learned linear combination, y = sum_i alpha_i x_i: n inputs [B,H] to [B,H]. The parameter
 * {@code alpha} [1,n] does not decay.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class StitchVertex extends LearnedVertex {

  /** Name of the parameter. */
  public static final String ALPHA = "alpha";

  private double[] initial;

  /** For Jackson. */
  StitchVertex() {}

  /**
   * A vertex.
   *
   * @param initial alpha before training, one value for each input
   */
  public StitchVertex(IUpdater updater, double... initial) {
    super(updater, 0);
    this.initial = initial.clone();
  }

  @Override
  public void defineParametersAndInputs(SDVertexParams parameters) {
    parameters.defineInputs(
        IntStream.range(0, initial.length).mapToObj(i -> "x" + i).toArray(String[]::new));
    parameters.addWeightParam(ALPHA, 1, initial.length);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters
        .get(ALPHA)
        .assign(Nd4j.createFromArray(initial).reshape(new long[] {1, initial.length}));
  }

  @Override
  public INDArray forward(INDArray[] inputs, Map<String, INDArray> parameters) {
    INDArray alpha = parameters.get(ALPHA);
    INDArray sum = inputs[0].mul(alpha.getDouble(0));
    for (int i = 1; i < inputs.length; i++) {
      sum.addi(inputs[i].mul(alpha.getDouble(i)));
    }
    return sum;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs,
      INDArray epsilon,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients) {
    INDArray[] atInputs = new INDArray[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      atInputs[i] = epsilon.mul(parameters.get(ALPHA).getDouble(i));
      gradients.get(ALPHA).putScalar(i, epsilon.mul(inputs[i]).sumNumber().doubleValue());
    }
    return atInputs;
  }

  @Override
  public long width(InputType... inputs) {
    return inputs[0].arrayElementsPerExample();
  }
}
