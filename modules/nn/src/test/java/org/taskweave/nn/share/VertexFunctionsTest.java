package org.taskweave.nn.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Own vertices: hand-worked values, and gradients against central differences in double. */
class VertexFunctionsTest {

  private static final double STEP = 1e-6;
  private static final Map<String, INDArray> NONE = Map.of();

  /** A vertex of either kind as a function of inputs and parameters. */
  private interface Vertex {
    INDArray forward(INDArray[] inputs, Map<String, INDArray> parameters);

    INDArray[] backward(
        INDArray[] inputs,
        INDArray epsilon,
        Map<String, INDArray> parameters,
        Map<String, INDArray> gradients);

    double penalty(INDArray... inputs);
  }

  private static Vertex of(RowFunctionVertex vertex) {
    return new Vertex() {
      @Override
      public INDArray forward(INDArray[] inputs, Map<String, INDArray> parameters) {
        return vertex.forward(inputs);
      }

      @Override
      public INDArray[] backward(
          INDArray[] inputs,
          INDArray epsilon,
          Map<String, INDArray> parameters,
          Map<String, INDArray> gradients) {
        return vertex.backward(inputs, epsilon);
      }

      @Override
      public double penalty(INDArray... inputs) {
        return vertex.penalty(inputs);
      }
    };
  }

  private static Vertex of(LearnedVertex vertex) {
    return new Vertex() {
      @Override
      public INDArray forward(INDArray[] inputs, Map<String, INDArray> parameters) {
        return vertex.forward(inputs, parameters);
      }

      @Override
      public INDArray[] backward(
          INDArray[] inputs,
          INDArray epsilon,
          Map<String, INDArray> parameters,
          Map<String, INDArray> gradients) {
        return vertex.backward(inputs, epsilon, parameters, gradients);
      }

      @Override
      public double penalty(INDArray... inputs) {
        return 0;
      }
    };
  }

  private static INDArray rows(double[]... rows) {
    return Nd4j.createFromArray(rows);
  }

  private static INDArray random(int seed, long... shape) {
    Random random = new Random(seed);
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian());
    }
    return array;
  }

  private static double loss(
      Vertex vertex, INDArray[] inputs, INDArray epsilon, Map<String, INDArray> parameters) {
    return vertex.forward(inputs, parameters).mul(epsilon).sumNumber().doubleValue()
        + vertex.penalty(inputs);
  }

  /** Every value of every parameter and of the first inputs. */
  private static void checkGradients(
      Vertex vertex, Map<String, INDArray> parameters, int checkedInputs, INDArray... inputs) {
    INDArray epsilon = random(99, vertex.forward(inputs, parameters).shape());
    Map<String, INDArray> gradients = new HashMap<>();
    parameters.forEach((name, value) -> gradients.put(name, value.ulike().assign(7)));
    INDArray[] atInputs = vertex.backward(inputs, epsilon, parameters, gradients);
    IdentityHashMap<INDArray, INDArray> pairs = new IdentityHashMap<>();
    for (int i = 0; i < checkedInputs; i++) {
      pairs.put(inputs[i], atInputs[i]);
    }
    parameters.forEach((name, value) -> pairs.put(value, gradients.get(name)));
    pairs.forEach(
        (value, gradient) -> {
          for (long i = 0; i < value.length(); i++) {
            double before = value.getDouble(i);
            value.putScalar(i, before + STEP);
            double up = loss(vertex, inputs, epsilon, parameters);
            value.putScalar(i, before - STEP);
            double down = loss(vertex, inputs, epsilon, parameters);
            value.putScalar(i, before);
            assertEquals((up - down) / (2 * STEP), gradient.getDouble(i), 1e-7);
          }
        });
  }

  @Test
  void aGateWeighsExperts() {
    INDArray gate = rows(new double[] {0.25, 0.75}, new double[] {1, 0});
    INDArray first = rows(new double[] {4, 8}, new double[] {1, 2});
    INDArray second = rows(new double[] {-4, 0}, new double[] {5, 5});
    Vertex vertex = of(new GatedSumVertex());
    assertEquals(
        rows(new double[] {-2, 2}, new double[] {1, 2}),
        vertex.forward(new INDArray[] {gate, first, second}, NONE));
    checkGradients(vertex, NONE, 3, gate, first, second);
    checkGradients(of(new GatedSumVertex()), NONE, 2, random(1, 3, 1), random(2, 3, 4));
  }

  @Test
  void rowsAreMultipliedAndScaled() {
    INDArray a = rows(new double[] {1, 2, 3, 4});
    INDArray b = rows(new double[] {1, 0, -1, 2});
    // (1 - 3 + 8) / sqrt(4)
    assertEquals(3, of(new RowDotVertex(4)).forward(new INDArray[] {a, b}, NONE).getDouble(0));
    checkGradients(of(new RowDotVertex(4)), NONE, 2, random(1, 3, 4), random(2, 3, 4));
  }

  /** p = 3/4 * 1/3 = 1/4 has the odds 1/3: logits log 3 and -log 2 give -log 3. */
  @Test
  void theLogitOfAProductOfProbabilities() {
    Vertex vertex = of(new LogitProductVertex());
    INDArray a = rows(new double[] {Math.log(3)}, new double[] {800}, new double[] {-800});
    INDArray b = rows(new double[] {-Math.log(2)}, new double[] {2}, new double[] {-700});
    INDArray logits = vertex.forward(new INDArray[] {a, b}, NONE);
    assertEquals(-Math.log(3), logits.getDouble(0), 1e-12);
    // A certain click leaves the other logit; two tiny probabilities add their logits.
    assertEquals(2, logits.getDouble(1), 1e-12);
    assertEquals(-1500, logits.getDouble(2), 1e-9);
    checkGradients(vertex, NONE, 2, random(1, 5, 1).muli(3), random(2, 5, 1).muli(3));
  }

  /** Row 0 keeps the order, row 1 breaks it by 3/4 - 1/4, row 2 is padding: 0.6 * 1/2 * 1/2. */
  @Test
  void aLaterStepAboveAnEarlierOneCosts() {
    CalibratedLogitVertex vertex = new CalibratedLogitVertex(0.6);
    double log3 = Math.log(3);
    INDArray before = rows(new double[] {log3}, new double[] {-log3}, new double[] {-9});
    INDArray after = rows(new double[] {-log3}, new double[] {log3}, new double[] {9});
    INDArray mask = rows(new double[] {1, 1}, new double[] {1, 0}, new double[] {0, 0});
    assertEquals(0.15, vertex.penalty(before, after, mask), 1e-12);
    assertEquals(after, vertex.forward(before, after, mask));
    INDArray[] gradients = vertex.backward(new INDArray[] {before, after, mask}, after.mul(0));
    // 0.3 * 3/4 * 1/4 at the broken row.
    assertEquals(rows(new double[] {0}, new double[] {-0.05625}, new double[] {0}), gradients[0]);
    assertEquals(0.05625, gradients[1].getDouble(1), 1e-12);
    checkGradients(of(vertex), NONE, 2, before, after, mask);
    checkGradients(of(vertex), NONE, 2, random(1, 6, 1), random(2, 6, 1));
  }

  @Test
  void noGradientPassesAStop() {
    StopGradientVertex vertex = new StopGradientVertex();
    INDArray x = random(1, 2, 3);
    assertEquals(x, vertex.forward(x));
    assertEquals(x.mul(0), vertex.backward(new INDArray[] {x}, x)[0]);
  }

  /** Mean 3, variance 8/3. */
  @Test
  void rowsAreNormalised() {
    INDArray y = new RowNormVertex().forward(rows(new double[] {1, 3, 5}));
    double expected = 2 / Math.sqrt(8.0 / 3 + 1e-5);
    assertEquals(-expected, y.getDouble(0), 1e-12);
    assertEquals(0, y.getDouble(1), 1e-12);
    assertEquals(expected, y.getDouble(2), 1e-12);
    checkGradients(of(new RowNormVertex()), NONE, 1, random(1, 3, 4));
  }

  @Test
  void stitchesCombineLinearly() {
    StitchVertex vertex = new StitchVertex(new Sgd(1), 0.9, 0.1);
    Map<String, INDArray> parameters = Map.of(StitchVertex.ALPHA, random(1, 1, 2));
    vertex.initializeParameters(parameters);
    INDArray a = rows(new double[] {10, 20});
    INDArray b = rows(new double[] {-10, 0});
    INDArray y = vertex.forward(new INDArray[] {a, b}, parameters);
    assertEquals(8, y.getDouble(0), 1e-12);
    assertEquals(18, y.getDouble(1), 1e-12);
    checkGradients(of(vertex), parameters, 2, random(2, 3, 4), random(3, 3, 4));
  }

  private static Map<String, INDArray> dense(int domains) {
    return Map.of(
        DomainDenseVertex.WEIGHTS, random(1, 2, 3),
        DomainDenseVertex.BIAS, random(2, 1, 3),
        DomainDenseVertex.DOMAIN_WEIGHTS, random(3, domains, 2, 3),
        DomainDenseVertex.DOMAIN_BIAS, random(4, domains, 3));
  }

  /** x = 2, W = 3, b = 1; domain 1 has the factor 1 + 0.5 and the bias 10: 2 * 4.5 + 1 + 10. */
  @Test
  void aDomainModulatesTheSharedLayer() {
    DomainDenseVertex vertex = new DomainDenseVertex(1, 1, 2, new Sgd(1), 0);
    Map<String, INDArray> parameters =
        Map.of(
            DomainDenseVertex.WEIGHTS, rows(new double[] {3}),
            DomainDenseVertex.BIAS, rows(new double[] {1}),
            DomainDenseVertex.DOMAIN_WEIGHTS, Nd4j.createFromArray(0.0, 0.5).reshape(2, 1, 1),
            DomainDenseVertex.DOMAIN_BIAS, rows(new double[] {0}, new double[] {10}));
    INDArray x = rows(new double[] {2}, new double[] {2});
    INDArray domain = rows(new double[] {1, 0}, new double[] {0, 1});
    // Domain 0 was never trained: it is the shared layer.
    assertEquals(
        rows(new double[] {7}, new double[] {20}),
        vertex.forward(new INDArray[] {x, domain}, parameters));
    for (int domains : new int[] {1, 3}) {
      checkGradients(
          of(new DomainDenseVertex(2, 3, domains, new Sgd(1), 0)),
          dense(domains),
          1,
          random(5, 4, 2),
          random(6, 4, domains));
    }
  }

  @Test
  void aFreshDomainLayerIsTheSharedOne() {
    Map<String, INDArray> parameters = dense(3);
    new DomainDenseVertex(2, 3, 3, new Sgd(1), 0).initializeParameters(parameters);
    assertEquals(0, parameters.get(DomainDenseVertex.DOMAIN_WEIGHTS).norm1Number().doubleValue());
    assertEquals(0, parameters.get(DomainDenseVertex.DOMAIN_BIAS).norm1Number().doubleValue());
    assertTrue(parameters.get(DomainDenseVertex.WEIGHTS).norm1Number().doubleValue() > 0);
  }
}
