package org.taskweave.nn.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.taskweave.engine.vertex.VertexChecks.checkGradients;
import static org.taskweave.engine.vertex.VertexChecks.random;
import static org.taskweave.engine.vertex.VertexChecks.rows;
import static org.taskweave.engine.vertex.VertexChecks.vertex;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

class FactorizationTest {

  private static FactorizationVertex machine(int features, int width) {
    return new FactorizationVertex(features, width, new Sgd(1), List.of());
  }

  /**
   * One factor: fields 2, 3, 2 * 5 and -1 * 4. Pairs: 6 + 20 - 8 + 30 - 12 - 40 = -4. Without
   * features only user and item are left: 6.
   */
  @Test
  void theSumOverAllPairs() {
    INDArray[] inputs = {
      rows(new double[] {2}, new double[] {2}),
      rows(new double[] {3}, new double[] {3}),
      rows(new double[] {2, -1}, new double[] {0, 0})
    };
    Map<String, INDArray> factors =
        Map.of(FactorizationVertex.FACTORS, rows(new double[] {5}, new double[] {4}));
    assertEquals(rows(new double[] {-4}, new double[] {6}), machine(2, 1).forward(inputs, factors));
  }

  @Test
  void gradients() {
    checkGradients(
        vertex(machine(4, 3)),
        Map.of(FactorizationVertex.FACTORS, random(1, 4, 3)),
        3,
        random(2, 5, 3),
        random(3, 5, 3),
        random(4, 5, 4));
    checkGradients(
        vertex(machine(1, 1)),
        Map.of(FactorizationVertex.FACTORS, random(1, 1, 1)),
        3,
        random(2, 1, 1),
        random(3, 1, 1),
        random(4, 1, 1));
  }

  /** A feature that training never saw adds nothing. */
  @Test
  void beginsWithUserTimesItem() {
    Map<String, INDArray> factors = Map.of(FactorizationVertex.FACTORS, random(1, 2, 2));
    machine(2, 2).initializeParameters(factors);
    INDArray user = random(2, 3, 2);
    INDArray item = random(3, 3, 2);
    INDArray[] inputs = {user, item, random(4, 3, 2)};
    INDArray difference = machine(2, 2).forward(inputs, factors).sub(user.mul(item));
    assertEquals(0, difference.norm1Number().doubleValue(), 1e-12);
  }
}
