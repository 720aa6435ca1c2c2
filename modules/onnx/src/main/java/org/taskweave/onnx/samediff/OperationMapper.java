package org.taskweave.onnx.samediff;

/** Writes one SameDiff operation as ONNX nodes. */
@FunctionalInterface
public interface OperationMapper {

  /**
   * Adds nodes that compute {@link Operation#results()} from {@link Operation#arguments()}.
   *
   * @throws UnmappedOperationException if this use of the operation cannot be written
   */
  void map(Operation operation);
}
