package org.taskweave.onnx.samediff;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Types and ranks of a SameDiff graph's values. SameDiff does not infer the shapes of results:
 * where a mapper asks for a rank, the graph is run once on zeros, with 2 for each axis of unknown
 * size.
 */
final class SameDiffValues {

  private static final long TRIAL_SIZE = 2;

  private final SameDiff graph;
  private final List<String> results;
  private Map<String, INDArray> trial;

  /**
   * Values of a graph.
   *
   * @param results of all operations that are written
   */
  SameDiffValues(SameDiff graph, List<String> results) {
    this.graph = graph;
    this.results = List.copyOf(results);
  }

  DataType type(String name) {
    return graph.getVariable(name).dataType();
  }

  int rank(String name) {
    SDVariable variable = graph.getVariable(name);
    if (variable.getVariableType() != VariableType.ARRAY) {
      long[] shape = variable.getShape();
      if (shape == null) {
        throw new UnmappedOperationException(
            "the placeholder \"" + name + "\" has no shape; give it one, with -1 for open sizes");
      }
      return shape.length;
    }
    if (trial == null) {
      trial = trial();
    }
    return trial.get(name).rank();
  }

  private Map<String, INDArray> trial() {
    Map<String, INDArray> placeholders = new HashMap<>();
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() != VariableType.PLACEHOLDER) {
        continue;
      }
      long[] shape = variable.getShape();
      if (shape == null) {
        throw new UnmappedOperationException(
            "the placeholder \""
                + variable.name()
                + "\" has no shape; give it one, with -1 for open sizes");
      }
      long[] sizes = Arrays.stream(shape).map(d -> d < 0 ? TRIAL_SIZE : d).toArray();
      placeholders.put(variable.name(), Nd4j.zeros(variable.dataType(), sizes));
    }
    try {
      return graph.output(placeholders, results);
    } catch (RuntimeException e) {
      UnmappedOperationException refusal =
          new UnmappedOperationException(
              "ranks of results are needed, but a run of the graph on zeros failed: " + e);
      refusal.initCause(e);
      throw refusal;
    }
  }
}
