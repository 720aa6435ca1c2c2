package org.taskweave.nn.balance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.taskweave.nn.loss.SquaredErrorLoss;

/** Gradients at a junction below an architecture that tasks share in part. */
class JunctionTest {

  private static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.RELU).build();
  }

  private static GraphBuilder start() {
    return new NeuralNetConfiguration.Builder()
        .seed(5)
        .dataType(DataType.DOUBLE)
        .miniBatch(false)
        .updater(new Sgd(0.1))
        .graphBuilder()
        .addInputs("x")
        .addLayer("bottom", dense(3, 6), "x")
        .addVertex("junction", new JunctionVertex(), "bottom");
  }

  private static OutputLayer output(int in, double weight) {
    return new OutputLayer.Builder(new SquaredErrorLoss(weight))
        .nIn(in)
        .nOut(1)
        .activation(Activation.IDENTITY)
        .build();
  }

  /**
   * Two experts that both tasks read, in different combinations, and one of the first task alone.
   */
  private static ComputationGraph experts(double firstWeight, double secondWeight) {
    GraphBuilder graph =
        start()
            .addLayer("expertA", dense(6, 4), "junction")
            .addLayer("expertB", dense(6, 4), "junction")
            .addLayer("own", dense(6, 4), "junction")
            .addVertex("firstMix", new MergeVertex(), "expertA", "expertB", "own")
            .addVertex(
                "secondMix", new ElementWiseVertex(ElementWiseVertex.Op.Add), "expertA", "expertB")
            .addVertex("firstTap", new TapVertex(0), "firstMix")
            .addVertex("secondTap", new TapVertex(1), "secondMix")
            .addLayer("first", output(12, firstWeight), "firstTap")
            .addLayer("second", output(4, secondWeight), "secondTap")
            .setOutputs("first", "second");
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  private static void backward(ComputationGraph network) {
    Nd4j.getRandom().setSeed(3);
    network.setInputs(Nd4j.randn(DataType.DOUBLE, 7, 3));
    network.setLabels(Nd4j.randn(DataType.DOUBLE, 7, 1), Nd4j.randn(DataType.DOUBLE, 7, 1));
    network.computeGradientAndScore();
  }

  private static INDArray gradient(ComputationGraph network, String name) {
    return network.gradient().gradientForVariable().get(name).dup();
  }

  @Test
  void expertsGoBackwardOnceForEachTask() {
    ComputationGraph network = experts(1, 1);
    List<Gram> grams = new ArrayList<>();
    ((JunctionGraphVertex) network.getVertex("junction"))
        .combine(
            gram -> {
              grams.add(gram);
              return Optional.of(new double[] {0.3, 2});
            });
    backward(network);
    ComputationGraph first = experts(1, 0);
    backward(first);
    ComputationGraph second = experts(0, 1);
    backward(second);
    ComputationGraph sum = experts(1, 1);
    backward(sum);
    for (String shared : List.of("bottom_W", "bottom_b")) {
      INDArray expected = gradient(first, shared).mul(0.3).addi(gradient(second, shared).mul(2));
      assertTrue(expected.equalsWithEps(gradient(network, shared), 1e-10), shared);
    }
    for (String above : List.of("expertA_W", "expertB_b", "own_W", "first_W", "second_b")) {
      assertTrue(gradient(sum, above).amaxNumber().doubleValue() > 0, above);
      assertTrue(gradient(sum, above).equalsWithEps(gradient(network, above), 1e-10), above);
    }
    assertEquals(1, grams.size());
    assertTrue(grams.get(0).dot(0, 0) > 0 && grams.get(0).dot(1, 1) > 0);
  }

  @Test
  void withoutACombinationTheSumGoesDown() {
    ComputationGraph network = experts(1, 1);
    backward(network);
    INDArray expected = gradient(network, "bottom_W");
    ((JunctionGraphVertex) network.getVertex("junction"))
        .combine(gram -> Optional.of(new double[] {1, 1}));
    backward(network);
    assertArrayEquals(
        expected.dup('c').data().asDouble(),
        gradient(network, "bottom_W").dup('c').data().asDouble(),
        1e-12);
  }

  /** As in ESMM, where one task's output is made of two heads. */
  @Test
  void headsThatReadEachOtherAreRefused() {
    GraphBuilder graph =
        start()
            .addVertex("firstTap", new TapVertex(0), "junction")
            .addVertex("secondTap", new TapVertex(1), "junction")
            .addVertex("both", new MergeVertex(), "firstTap", "secondTap")
            .addLayer("first", output(6, 1), "firstTap")
            .addLayer("second", output(12, 1), "both")
            .setOutputs("first", "second");
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    String message =
        assertThrows(IllegalStateException.class, () -> backward(network)).getMessage();
    assertTrue(message.contains("both reads the heads of several tasks"), message);
  }
}
