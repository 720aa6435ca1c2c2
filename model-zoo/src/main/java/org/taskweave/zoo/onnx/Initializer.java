package org.taskweave.zoo.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import onnx.Onnx.TensorProto;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.tensor.FloatFormat;
import org.taskweave.zoo.tensor.StoredTensor;

/** A constant of an ONNX graph, stored as raw little-endian bytes or in one of the typed lists. */
record Initializer(String place, TensorProto proto) implements StoredTensor {

  @Override
  public long[] shape() {
    return proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public String typeName() {
    TensorProto.DataType type = TensorProto.DataType.forNumber(proto.getDataType());
    return type == null ? "type " + proto.getDataType() : type.name();
  }

  @Override
  public boolean isFloatingPoint() {
    return format() != null;
  }

  /** Number of elements by the shape, or -1 if the shape is no valid one. */
  long elements() {
    long elements = 1;
    for (long size : shape()) {
      if (size < 0 || size > Integer.MAX_VALUE || elements > Integer.MAX_VALUE) {
        return -1;
      }
      elements *= size;
    }
    return elements;
  }

  @Override
  public float[] read() {
    FloatFormat format = format();
    if (format == null) {
      throw new IllegalStateException(where() + " holds " + typeName());
    }
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      throw new InvalidInputException(
          where()
              + ": its values are kept in an external data file; export the model as one file, or"
              + " give the weights as safetensors");
    }
    int rawBytes = proto.getRawData().size();
    boolean raw = rawBytes > 0;
    long found = raw ? rawBytes / format.bytes() : listedCount(format);
    if (found != elements() || (raw && rawBytes % format.bytes() != 0)) {
      throw new InvalidInputException(
          where()
              + ": shape "
              + Arrays.toString(shape())
              + " does not hold the "
              + (raw ? rawBytes + " bytes" : found + " numbers")
              + " of "
              + typeName()
              + " that the file has. The file is damaged");
    }
    float[] values = new float[(int) found];
    if (raw) {
      ByteBuffer bytes = proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      format.decode(bytes, values, 0, values.length);
    } else {
      readList(format, values);
    }
    return values;
  }

  private int listedCount(FloatFormat format) {
    return switch (format) {
      case F32 -> proto.getFloatDataCount();
      case F64 -> proto.getDoubleDataCount();
      case F16, BF16 -> proto.getInt32DataCount();
    };
  }

  private void readList(FloatFormat format, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (format) {
            case F32 -> proto.getFloatData(i);
            case F64 -> (float) proto.getDoubleData(i);
            case F16 -> FloatFormat.halfToFloat((short) proto.getInt32Data(i));
            case BF16 -> FloatFormat.bfloat16ToFloat((short) proto.getInt32Data(i));
          };
    }
  }

  /** Null for a type that is not floating-point. */
  private FloatFormat format() {
    TensorProto.DataType type = TensorProto.DataType.forNumber(proto.getDataType());
    if (type == null) {
      return null;
    }
    return switch (type) {
      case FLOAT -> FloatFormat.F32;
      case DOUBLE -> FloatFormat.F64;
      case FLOAT16 -> FloatFormat.F16;
      case BFLOAT16 -> FloatFormat.BF16;
      default -> null;
    };
  }

  private String where() {
    return place + ": tensor " + proto.getName();
  }
}
