package org.taskweave.engine.vertex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.taskweave.engine.vertex.VertexChecks.NONE;
import static org.taskweave.engine.vertex.VertexChecks.checkGradients;
import static org.taskweave.engine.vertex.VertexChecks.random;
import static org.taskweave.engine.vertex.VertexChecks.rows;
import static org.taskweave.engine.vertex.VertexChecks.vertex;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.taskweave.engine.vertex.VertexChecks.Vertex;

/** Own vertices: hand-worked values, and gradients against central differences in double. */
class VertexFunctionsTest {

  @Test
  void aGateWeighsExperts() {
    INDArray gate = rows(new double[] {0.25, 0.75}, new double[] {1, 0});
    INDArray first = rows(new double[] {4, 8}, new double[] {1, 2});
    INDArray second = rows(new double[] {-4, 0}, new double[] {5, 5});
    Vertex vertex = vertex(new GatedSumVertex());
    assertEquals(
        rows(new double[] {-2, 2}, new double[] {1, 2}),
        vertex.forward(new INDArray[] {gate, first, second}, NONE));
    checkGradients(vertex, NONE, 3, gate, first, second);
    checkGradients(vertex(new GatedSumVertex()), NONE, 2, random(1, 3, 1), random(2, 3, 4));
  }

  @Test
  void rowsAreMultipliedAndScaled() {
    INDArray a = rows(new double[] {1, 2, 3, 4});
    INDArray b = rows(new double[] {1, 0, -1, 2});
    // (1 - 3 + 8) / sqrt(4)
    assertEquals(3, vertex(new RowDotVertex(4)).forward(new INDArray[] {a, b}, NONE).getDouble(0));
    checkGradients(vertex(new RowDotVertex(4)), NONE, 2, random(1, 3, 4), random(2, 3, 4));
  }

  /** One number wide; x is 1, then 2. */
  @Test
  void aRecurrentUnitKeepsSomeOfItsState() {
    Map<String, INDArray> parameters =
        Map.of(
            GruVertex.INPUT, rows(new double[] {.5, -1, 2}),
            GruVertex.STATE, rows(new double[] {.25, .75, -.5}),
            GruVertex.BIAS, rows(new double[] {.1, .2, -.3}));
    Vertex vertex = vertex(new GruVertex(1, 1, new Sgd(1), 0));
    INDArray states =
        vertex.forward(
            new INDArray[] {rows(new double[] {1}, new double[] {2}).reshape(1, 2, 1)}, parameters);
    double first = (1 - sigmoid(.6)) * Math.tanh(1.7);
    double z = sigmoid(1.1 + .25 * first);
    double r = sigmoid(-1.8 + .75 * first);
    double second = (1 - z) * Math.tanh(3.7 - .5 * r * first) + z * first;
    assertEquals(first, states.getDouble(0, 0, 0), 1e-12);
    assertEquals(second, states.getDouble(0, 1, 0), 1e-12);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void gradientsGoBackThroughAllStatesOfARecurrentUnit() {
    checkGradients(
        vertex(new GruVertex(3, 2, new Sgd(1), 0)),
        Map.of(
            GruVertex.INPUT, random(1, 3, 6),
            GruVertex.STATE, random(2, 2, 6),
            GruVertex.BIAS, random(3, 1, 6)),
        1,
        random(4, 3, 5, 3));
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
    checkGradients(vertex(new RowNormVertex()), NONE, 1, random(1, 3, 4));
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
    checkGradients(vertex(vertex), parameters, 2, random(2, 3, 4), random(3, 3, 4));
  }
}
