package org.taskweave.onnx.network;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.nn.head.RowAlgebra;

/**
 * Rows by their names in an ONNX graph, written where a vertex puts out what it makes of them.
 *
 * @param vertex whose output is written
 */
record OnnxRows(NetworkVertex vertex) implements RowAlgebra<String> {

  @Override
  public String exp(String rows) {
    return vertex.node("Exp", List.of(rows));
  }

  @Override
  public String sigmoid(String rows) {
    return vertex.node("Sigmoid", List.of(rows));
  }

  @Override
  public String softplus(String rows) {
    return vertex.node("Softplus", List.of(rows));
  }

  @Override
  public String times(String rows, double[][] matrix) {
    return vertex.node(
        "MatMul",
        List.of(
            rows, vertex.constant("matrix", Nd4j.createFromArray(matrix).castTo(DataType.FLOAT))));
  }

  @Override
  public String plus(String first, String second) {
    return vertex.node("Add", List.of(first, second));
  }

  @Override
  public String plus(String rows, double[] constant) {
    return vertex.node(
        "Add",
        List.of(
            rows, vertex.constant("row", Nd4j.createFromArray(constant).castTo(DataType.FLOAT))));
  }
}
