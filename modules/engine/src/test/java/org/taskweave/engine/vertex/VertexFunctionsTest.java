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
