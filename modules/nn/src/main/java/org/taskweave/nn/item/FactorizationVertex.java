package org.taskweave.nn.item;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.taskweave.engine.vertex.LearnedVertex;

/**
 * The second-order terms of a factorisation machine (Rendle 2010, "Factorization machines"), one
 * for each factor: the sum over pairs i before j of e_i * e_j, value by value, which is (s * s - q)
 * / 2 with s = sum of e_i and q = sum of e_i * e_i. Its fields e are the user [R,W], the item
 * [R,W], and x_f times the factors v_f for each of F features x [R,F]. Output [R,W].
 *
 * <p>The parameter {@code factors} [F,W] is zero at first, so that a feature that training never
 * saw adds nothing.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class FactorizationVertex extends LearnedVertex {

  /** Name of the parameter. */
  public static final String FACTORS = "factors";

  private int features;
  private int width;

  /** For Jackson. */
  FactorizationVertex() {}

  /**
   * A vertex.
   *
   * @param features F, at least 1
   * @param width W
   * @param penalties of the factors
   */
  public FactorizationVertex(
      int features, int width, IUpdater updater, List<Regularization> penalties) {
    super(updater, 0);
    this.features = features;
    this.width = width;
    this.regularization = penalties;
  }

  @Override
  public void defineParametersAndInputs(SDVertexParams parameters) {
    parameters.defineInputs("user", "item", "features");
    parameters.addWeightParam(FACTORS, features, width);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.get(FACTORS).assign(0);
  }

  @Override
  public INDArray forward(INDArray[] inputs, Map<String, INDArray> parameters) {
    INDArray factors = parameters.get(FACTORS);
    INDArray sum = sum(inputs, factors);
    INDArray squares = square(inputs[2]).mmul(square(factors));
    squares.addi(square(inputs[0])).addi(square(inputs[1]));
    return square(sum).subi(squares).muli(0.5);
  }

  private static INDArray sum(INDArray[] inputs, INDArray factors) {
    return inputs[2].mmul(factors).addi(inputs[0]).addi(inputs[1]);
  }

  private static INDArray square(INDArray values) {
    return values.mul(values);
  }

  /** At a field e_i the gradient is epsilon * (s - e_i). */
  @Override
  public INDArray[] backward(
      INDArray[] inputs,
      INDArray epsilon,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients) {
    INDArray factors = parameters.get(FACTORS);
    INDArray sum = sum(inputs, factors);
    INDArray x = inputs[2];
    INDArray atSum = epsilon.mul(sum);
    gradients
        .get(FACTORS)
        .assign(x.transpose().mmul(atSum).subi(square(x).transpose().mmul(epsilon).muli(factors)));
    return new INDArray[] {
      epsilon.mul(sum.sub(inputs[0])),
      epsilon.mul(sum.sub(inputs[1])),
      atSum.mmul(factors.transpose()).subi(epsilon.mmul(square(factors).transpose()).muli(x))
    };
  }

  @Override
  public long width(InputType... inputs) {
    return width;
  }
}
