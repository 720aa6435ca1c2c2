package org.taskweave.onnx.samediff;

/** A graph holds an operation, layer or use of one that cannot be written as ONNX nodes. */
public final class UnmappedOperationException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** The message names the operation, its place and what can be done. */
  public UnmappedOperationException(String message) {
    super(message);
  }
}
