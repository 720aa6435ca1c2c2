package org.taskweave.onnx.graph;

import org.nd4j.linalg.api.buffer.DataType;

/** ONNX's element types that exported graphs use, with their numbers in the file format. */
public enum ElementType {
  FLOAT(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  INT32(6, 4),
  INT64(7, 8),
  BOOL(9, 1),
  FLOAT16(10, 2),
  DOUBLE(11, 8);

  private final int number;
  private final int bytes;

  ElementType(int number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  /** The value of TensorProto.DataType. */
  public int number() {
    return number;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /**
   * The type of an ND4J array.
   *
   * @throws IllegalArgumentException for types without a counterpart here
   */
  public static ElementType of(DataType type) {
    return switch (type) {
      case FLOAT -> FLOAT;
      case UBYTE -> UINT8;
      case BYTE -> INT8;
      case INT -> INT32;
      case LONG -> INT64;
      case BOOL -> BOOL;
      case HALF -> FLOAT16;
      case DOUBLE -> DOUBLE;
      default ->
          throw new IllegalArgumentException("ND4J's type " + type + " has no ONNX counterpart");
    };
  }
}
