package org.taskweave.onnx.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes constants of one number. */
final class Scalars {

  private Scalars() {}

  static Tensor of(String name, ElementType type, double value) {
    ByteBuffer bytes = ByteBuffer.allocate(type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case FLOAT -> bytes.putFloat((float) value);
      case DOUBLE -> bytes.putDouble(value);
      case INT64 -> bytes.putLong((long) value);
      case INT32 -> bytes.putInt((int) value);
      case INT8, UINT8, BOOL -> bytes.put((byte) value);
      case FLOAT16 ->
          throw new IllegalArgumentException("graphs have no scalars in half precision");
    }
    byte[] content = bytes.array();
    return new Tensor(name, type, new long[0], () -> ByteBuffer.wrap(content));
  }
}
