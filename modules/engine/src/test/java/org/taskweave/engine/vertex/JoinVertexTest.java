package org.taskweave.engine.vertex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class JoinVertexTest {

  private static ComputationGraph graph(DataType type) {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .dataType(type)
            .graphBuilder()
            .addInputs("x", "y")
            .addVertex("joined", new JoinVertex().clone(), "x", "y", "x")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                    .nIn(7)
                    .nOut(2)
                    .activation(Activation.IDENTITY)
                    .build(),
                "joined")
            .setOutputs("out")
            .build();
    ComputationGraph graph =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration.toJson()));
    graph.init();
    assertInstanceOf(JoinVertex.class, graph.getConfiguration().getVertices().get("joined"));
    return graph;
  }

  @Test
  void rowsStandSideBySideInTrainingAndInference() {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      ComputationGraph graph = graph(type);
      INDArray x = Nd4j.rand(type, 4, 3);
      INDArray y = Nd4j.rand(type, 4, 1);
      INDArray expected = Nd4j.concat(1, x, y, x);
      for (boolean training : new boolean[] {true, false}) {
        for (char order : new char[] {'c', 'f'}) {
          INDArray[] inputs = {x.dup(order), y.dup(order)};
          assertEquals(expected, graph.feedForward(inputs, training).get("joined"));
        }
      }
      INDArray parameters = graph.getParam("out_W");
      assertEquals(
          expected.mmul(parameters).castTo(DataType.FLOAT),
          graph.outputSingle(x, y).castTo(DataType.FLOAT));
    }
  }

  @Test
  void itLearns() {
    ComputationGraph graph = graph(DataType.DOUBLE);
    INDArray x = Nd4j.rand(DataType.DOUBLE, 4, 3);
    INDArray y = Nd4j.rand(DataType.DOUBLE, 4, 1);
    INDArray labels = Nd4j.rand(DataType.DOUBLE, 4, 2);
    graph.setInputs(x, y);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    INDArray joined = Nd4j.concat(1, x, y, x);
    INDArray error = joined.mmul(graph.getParam("out_W")).sub(labels);
    // The mean over the two outputs of squared errors; DL4J divides by the rows later.
    INDArray gradient = joined.transpose().mmul(error);
    assertEquals(
        gradient.castTo(DataType.FLOAT),
        graph.gradient().gradientForVariable().get("out_W").castTo(DataType.FLOAT));
  }
}
