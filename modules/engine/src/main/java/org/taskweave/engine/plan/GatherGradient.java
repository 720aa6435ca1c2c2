package org.taskweave.engine.plan;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradient of a lookup table[indices] at the table [V,...]: each row of the incoming gradient
 * is added to the row that it was looked up from. Gather's own gradient in ND4J 1.0.0-M2.1
 * overwrites where it should add.
 */
public final class GatherGradient extends FusedOperation {

  private GatherGradient(
      SameDiff graph, SDVariable table, SDVariable indices, SDVariable incoming) {
    super(graph, table, indices, incoming);
  }

  static boolean isLookup(SameDiffOp operation) {
    return operation.getOp().opName().equals("gather");
  }

  /**
   * Adds the operation.
   *
   * @throws IllegalArgumentException if the lookup is not along the first axis
   */
  static SDVariable of(SameDiff graph, SameDiffOp lookup, SDVariable incoming) {
    DynamicCustomOp function = (DynamicCustomOp) lookup.getOp();
    List<String> arguments = lookup.getInputsToOp();
    long axis = function.numIArguments() == 0 ? 0 : function.getIArgument(0);
    if (axis != 0 || arguments.size() != 2) {
      throw new IllegalArgumentException(
          "the operation gather \""
              + lookup.getName()
              + "\" does not look rows up along the first axis, so it has no gradient");
    }
    return new GatherGradient(
            graph,
            graph.getVariable(arguments.get(0)),
            graph.getVariable(arguments.get(1)),
            incoming)
        .outputVariable();
  }

  @Override
  public String opName() {
    return "taskweave_gather_gradient";
  }

  @Override
  public int getNumOutputs() {
    return 1;
  }

  @Override
  protected List<long[]> resultShapes(List<long[]> arguments) {
    return List.of(arguments.get(0));
  }

  @Override
  protected Runnable kernel(INDArray[] arguments, INDArray[] results) {
    INDArray indices = arguments[1];
    INDArray incoming = arguments[2];
    INDArray into = results[0];
    long[] rows = into.shape().clone();
    rows[0] = indices.length();
    return () -> {
      into.assign(0);
      Nd4j.exec(
          DynamicCustomOp.builder("scatter_add")
              .addInputs(
                  into,
                  indices.reshape('c', new long[] {indices.length()}),
                  incoming.reshape('c', rows))
              .addOutputs(into)
              .build());
    };
  }
}
