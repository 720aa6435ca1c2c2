package org.taskweave.engine.vertex;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a vertex is to run.
 *
 * @param name of the vertex in the graph
 * @param index of the vertex in the graph
 * @param parameters the vertex's part of the graph's flat vector; null for a vertex without
 * @param initialize whether the parameters are to get their initial values
 * @param type of values
 */
public record VertexSite(
    ComputationGraph graph,
    String name,
    int index,
    INDArray parameters,
    boolean initialize,
    DataType type) {

  /** The same place with a part of the parameters. */
  public VertexSite with(INDArray part) {
    return new VertexSite(graph, name, index, part, initialize, type);
  }
}
