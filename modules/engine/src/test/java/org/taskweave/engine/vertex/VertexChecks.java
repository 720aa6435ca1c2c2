package org.taskweave.engine.vertex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Vertices as functions, and their gradients against central differences in double. */
public final class VertexChecks {

  private static final double STEP = 1e-6;

  /** No parameters. */
  public static final Map<String, INDArray> NONE = Map.of();

  private VertexChecks() {}

  /** A vertex of either kind as a function of inputs and parameters. */
  public interface Vertex {
    INDArray forward(INDArray[] inputs, Map<String, INDArray> parameters);

    INDArray[] backward(
        INDArray[] inputs,
        INDArray epsilon,
        Map<String, INDArray> parameters,
        Map<String, INDArray> gradients);

    double penalty(INDArray... inputs);
  }

  /** The vertex as a function. */
  public static Vertex vertex(RowFunctionVertex vertex) {
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

  /** The vertex as a function. */
  public static Vertex vertex(LearnedVertex vertex) {
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

  /** A matrix of these rows. */
  public static INDArray rows(double[]... rows) {
    return Nd4j.createFromArray(rows);
  }

  /** Normal values. */
  public static INDArray random(int seed, long... shape) {
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
  public static void checkGradients(
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
}
