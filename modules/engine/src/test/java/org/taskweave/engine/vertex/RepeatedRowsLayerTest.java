package org.taskweave.engine.vertex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class RepeatedRowsLayerTest {

  private static final int IN = 5;

  private static ComputationGraph graph(boolean repeats, DataType type) {
    FeedForwardLayer.Builder<?> dense =
        repeats ? new RepeatedRowsLayer.Builder() : new DenseLayer.Builder();
    dense.nIn(IN).nOut(3).activation(Activation.TANH);
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .dataType(type)
            .optimizationAlgo(OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT)
            .graphBuilder()
            .addInputs("x")
            .addLayer("dense", dense.<Layer>build(), "x")
            .addLayer(
                "y",
                new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                    .nIn(3)
                    .nOut(2)
                    .activation(Activation.IDENTITY)
                    .build(),
                "dense")
            .setOutputs("y")
            .build();
    ComputationGraph graph =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration.toJson()));
    graph.init();
    return graph;
  }

  private static INDArray rows(DataType type, String pattern) {
    INDArray distinct = Nd4j.rand(DataType.DOUBLE, 4, IN);
    INDArray rows = Nd4j.create(type, pattern.length(), IN);
    for (int r = 0; r < pattern.length(); r++) {
      rows.putRow(r, distinct.getRow(pattern.charAt(r) - 'a'));
    }
    return rows;
  }

  /** All equal, some, one by one, a row that comes back, one more run than pays, no pair at all. */
  @ParameterizedTest
  @ValueSource(strings = {"aaaaaa", "aaabbb", "aaaaab", "abbbbbbba", "aabbc", "abcd", "a", "aa"})
  void rowsAreThoseOfADenseLayer(String pattern) {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      INDArray x = rows(type, pattern);
      ComputationGraph repeats = graph(true, type);
      ComputationGraph dense = graph(false, type);
      assertInstanceOf(RepeatedRowsLayer.class, repeats.getLayer("dense").conf().getLayer());
      assertEquals(dense.params(), repeats.params());
      INDArray expected = dense.outputSingle(x.dup());
      INDArray actual = repeats.outputSingle(x.dup());
      assertTrue(expected.equalsWithEps(actual, 1e-6), pattern + ": " + actual);
      assertTrue(
          expected.equalsWithEps(repeats.outputSingle(x.dup('f')), 1e-6), pattern + " in f order");
    }
  }

  @Test
  void itLearnsAsADenseLayerDoes() {
    INDArray x = rows(DataType.FLOAT, "aaabbb");
    INDArray labels = Nd4j.rand(DataType.FLOAT, 6, 2);
    ComputationGraph repeats = graph(true, DataType.FLOAT);
    ComputationGraph dense = graph(false, DataType.FLOAT);
    for (ComputationGraph graph : new ComputationGraph[] {repeats, dense}) {
      graph.setInput(0, x.dup());
      graph.setLabels(labels.dup());
      graph.computeGradientAndScore();
    }
    assertEquals(dense.gradient().gradient(), repeats.gradient().gradient());
    assertTrue(dense.gradient().gradient().norm2Number().doubleValue() > 0);
  }
}
