package org.taskweave.nn.share;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.taskweave.engine.vertex.LearnedVertex;

/**
 * STAR's layer without activation: in domain p the weights are the shared ones times the domain's,
 * y = x (W * W_p) + b + b_p, elementwise *. The domain's factor is kept as its deviation from 1,
 * W_p = 1 + D_p, so that weight decay draws a domain to what all share, and a domain that was never
 * trained (D_p = 0, b_p = 0) is the shared layer.
 *
 * <p>Inputs: x [B,in], domain [B,D] one-hot (no gradient passes to it). Output [B,out]. Parameters:
 * {@code W} [in,out], {@code b} [1,out], {@code domainW} [D,in,out], {@code domainB} [D,out].
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class DomainDenseVertex extends LearnedVertex {

  /** The shared weights. */
  public static final String WEIGHTS = "W";

  /** The shared bias. */
  public static final String BIAS = "b";

  /** The domains' deviations of the factor from 1. */
  public static final String DOMAIN_WEIGHTS = "domainW";

  /** The domains' biases. */
  public static final String DOMAIN_BIAS = "domainB";

  private long in;
  private long out;
  private long domains;

  /** For Jackson. */
  DomainDenseVertex() {}

  /** A vertex of the given sizes. */
  public DomainDenseVertex(long in, long out, long domains, IUpdater updater, double weightDecay) {
    super(updater, weightDecay);
    this.in = in;
    this.out = out;
    this.domains = domains;
  }

  @Override
  public void defineParametersAndInputs(SDVertexParams parameters) {
    parameters.defineInputs("x", "domain");
    parameters.addWeightParam(WEIGHTS, in, out);
    parameters.addBiasParam(BIAS, 1, out);
    parameters.addWeightParam(DOMAIN_WEIGHTS, domains, in, out);
    parameters.addBiasParam(DOMAIN_BIAS, domains, out);
  }

  /** Shared weights normal with variance 2/in (He et al. 2015); all else 0. */
  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.values().forEach(value -> value.assign(0));
    INDArray weights = parameters.get(WEIGHTS);
    weights.assign(Nd4j.randn(weights.dataType(), weights.shape()).muli(Math.sqrt(2.0 / in)));
  }

  @Override
  public INDArray forward(INDArray[] inputs, Map<String, INDArray> parameters) {
    INDArray x = inputs[0];
    INDArray domain = inputs[1].castTo(x.dataType());
    INDArray sum = x.mmul(parameters.get(WEIGHTS)).addiRowVector(parameters.get(BIAS));
    sum.addi(domain.mmul(parameters.get(DOMAIN_BIAS)));
    for (int p = 0; p < domains; p++) {
      INDArray own = parameters.get(WEIGHTS).mul(of(parameters, p));
      sum.addi(x.mulColumnVector(domain.getColumn(p, true)).mmul(own));
    }
    return sum;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs,
      INDArray epsilon,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients) {
    INDArray x = inputs[0];
    INDArray domain = inputs[1].castTo(x.dataType());
    INDArray weights = parameters.get(WEIGHTS);
    INDArray atX = epsilon.mmul(weights.transpose());
    INDArray atWeights = x.transpose().mmul(epsilon);
    for (int p = 0; p < domains; p++) {
      INDArray ofDomain = epsilon.mulColumnVector(domain.getColumn(p, true));
      INDArray product = x.transpose().mmul(ofDomain);
      of(gradients, p).assign(product.mul(weights));
      atWeights.addi(product.muli(of(parameters, p)));
      atX.addi(ofDomain.mmul(weights.mul(of(parameters, p)).transpose()));
    }
    gradients.get(WEIGHTS).assign(atWeights);
    gradients.get(BIAS).assign(epsilon.sum(true, 0));
    gradients.get(DOMAIN_BIAS).assign(domain.transpose().mmul(epsilon));
    return new INDArray[] {atX, inputs[1].ulike().assign(0)};
  }

  private static INDArray of(Map<String, INDArray> table, int domain) {
    return table.get(DOMAIN_WEIGHTS).tensorAlongDimension(domain, 1, 2);
  }

  @Override
  public long width(InputType... inputs) {
    return out;
  }
}
