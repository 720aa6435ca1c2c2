package org.taskweave.engine.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.plan.Buffers;

/**
 * The native memory of a single-precision array whose values lie one after the other in C order,
 * read and written in runs. Keeps the array alive.
 */
public final class NativeFloats {

  private final INDArray array;
  private final FloatPointer pointer;
  private final FloatBuffer buffer;

  private NativeFloats(INDArray array) {
    this.array = array;
    this.pointer = new FloatPointer(array.data().addressPointer());
    this.pointer.capacity(array.length());
    this.buffer = pointer.asBuffer();
    if (buffer.capacity() != array.length()) {
      throw new IllegalArgumentException(
          "an array of "
              + Arrays.toString(array.shape())
              + " is beyond the 2 GB that a kernel can reach: use smaller batches");
    }
  }

  /** The memory of an array; refuses other precisions and orders. */
  public static NativeFloats of(INDArray array) {
    if (array.dataType() != DataType.FLOAT || !Buffers.contiguous(array)) {
      throw new IllegalArgumentException(
          "kernels need single precision in C order, not "
              + array.dataType()
              + " "
              + Arrays.toString(array.shape())
              + " of strides "
              + Arrays.toString(array.stride()));
    }
    return new NativeFloats(array);
  }

  /** Copies values from an index on into the first places of an array. */
  public void get(long index, float[] into, int length) {
    buffer.get((int) index, into, 0, length);
  }

  /** Copies the first values of an array to an index. */
  public void put(long index, float[] from, int length) {
    buffer.put((int) index, from, 0, length);
  }

  /** Copies values of another array, from an index of it on, to an index of this one. */
  public void copy(int index, NativeFloats from, int first, int length) {
    buffer.put(index, from.buffer, first, length);
  }

  /** Writes one value. */
  public void put(int index, float value) {
    buffer.put(index, value);
  }

  /** Reads one value. */
  public float get(int index) {
    return buffer.get(index);
  }

  /** All values. */
  public float[] all() {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }

  /** A pointer of its own to the values, to be moved with {@code position}. */
  public FloatPointer pointer() {
    return new FloatPointer(pointer);
  }

  /** Length of the array along an axis. */
  public long size(int axis) {
    return array.size(axis);
  }
}
