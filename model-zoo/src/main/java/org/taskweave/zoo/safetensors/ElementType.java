package org.taskweave.zoo.safetensors;

import java.util.Optional;
import org.taskweave.zoo.tensor.FloatFormat;

/** The dtypes of the format. Those without a float format can be skipped but not read. */
enum ElementType {
  F64(8, FloatFormat.F64),
  F32(4, FloatFormat.F32),
  F16(2, FloatFormat.F16),
  BF16(2, FloatFormat.BF16),
  F8_E4M3(1, null),
  F8_E5M2(1, null),
  I64(8, null),
  U64(8, null),
  I32(4, null),
  U32(4, null),
  I16(2, null),
  U16(2, null),
  I8(1, null),
  U8(1, null),
  BOOL(1, null);

  private final int bytes;
  private final FloatFormat floatFormat;

  ElementType(int bytes, FloatFormat floatFormat) {
    this.bytes = bytes;
    this.floatFormat = floatFormat;
  }

  int bytes() {
    return bytes;
  }

  Optional<FloatFormat> floatFormat() {
    return Optional.ofNullable(floatFormat);
  }

  static Optional<ElementType> of(String dtype) {
    for (ElementType type : values()) {
      if (type.name().equals(dtype)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
