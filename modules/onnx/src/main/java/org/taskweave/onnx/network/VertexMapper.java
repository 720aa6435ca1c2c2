package org.taskweave.onnx.network;

/** Writes one layer or vertex of a DL4J network as ONNX nodes. */
@FunctionalInterface
public interface VertexMapper {

  /**
   * Adds nodes that compute what the vertex puts out.
   *
   * @return the name of the value
   */
  String map(NetworkVertex vertex);
}
