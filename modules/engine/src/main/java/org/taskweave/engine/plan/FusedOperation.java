package org.taskweave.engine.plan;

import java.util.Collections;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * An operation of a SameDiff graph that only an {@link ExecutionPlan} can run: the graph knows its
 * arguments, results and gradient; the kernel is Java.
 */
public abstract class FusedOperation extends DynamicCustomOp {

  /** Adds the operation to a graph. */
  protected FusedOperation(SameDiff graph, SDVariable... arguments) {
    super(graph, arguments);
  }

  /** The operation's name; called before the subclass's fields are set. */
  @Override
  public abstract String opName();

  /** Number of results; called before the subclass's fields are set. */
  @Override
  public abstract int getNumOutputs();

  /** Shapes of the results from those of the arguments. */
  protected abstract List<long[]> resultShapes(List<long[]> arguments);

  /**
   * The kernel for fixed arrays.
   *
   * @param results null where nothing reads a result, but for the first
   */
  protected abstract Runnable kernel(INDArray[] arguments, INDArray[] results);

  @Override
  public final List<DataType> calculateOutputDataTypes(List<DataType> types) {
    return Collections.nCopies(getNumOutputs(), types.get(0));
  }
}
