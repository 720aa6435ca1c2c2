package org.taskweave.nn.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.taskweave.engine.vertex.VertexChecks.NONE;
import static org.taskweave.engine.vertex.VertexChecks.checkGradients;
import static org.taskweave.engine.vertex.VertexChecks.random;
import static org.taskweave.engine.vertex.VertexChecks.rows;
import static org.taskweave.engine.vertex.VertexChecks.vertex;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.taskweave.engine.vertex.VertexChecks.Vertex;

/** Own vertices: hand-worked values, and gradients against central differences in double. */
class VertexFunctionsTest {

  /** p = 3/4 * 1/3 = 1/4 has the odds 1/3: logits log 3 and -log 2 give -log 3. */
  @Test
  void theLogitOfAProductOfProbabilities() {
    Vertex vertex = vertex(new LogitProductVertex());
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
    checkGradients(vertex(vertex), NONE, 2, before, after, mask);
    checkGradients(vertex(vertex), NONE, 2, random(1, 6, 1), random(2, 6, 1));
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
          vertex(new DomainDenseVertex(2, 3, domains, new Sgd(1), 0)),
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
