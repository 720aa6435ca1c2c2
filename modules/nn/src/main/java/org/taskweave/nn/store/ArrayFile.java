package org.taskweave.nn.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;

/**
 * An array as ND4J writes it: the shape information (rank, sizes, strides, flags, element stride,
 * order), then the values, big-endian, each of the two after the name of its allocation, its length
 * and its type. ND4J's own reader believes all three; this one allocates only what the bytes that
 * are there can fill.
 */
public final class ArrayFile {

  private static final Set<String> ALLOCATIONS = Set.of("MIXED_DATA_TYPES", "LONG_SHAPE");
  private static final int LONGEST_NAME = 32;
  private static final int MOST_AXES = 8;
  private static final int CHUNK_BYTES = 1 << 16;

  private final String place;
  private final DataInputStream in;
  private long left;

  private ArrayFile(String place, InputStream in, long bytes) {
    this.place = place;
    this.in = new DataInputStream(in);
    this.left = bytes;
  }

  /** Writes an array as ND4J does. */
  public static void write(INDArray array, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    INDArray whole = array.isView() || array.ordering() != 'c' ? detachedCopy(array) : array;
    try {
      Nd4j.write(whole, data);
    } finally {
      if (whole != array) {
        whole.close();
      }
    }
    data.flush();
  }

  /** ND4J copies what is a view by itself, and leaves that copy to the garbage collector. */
  private static INDArray detachedCopy(INDArray array) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return array.dup('c');
    }
  }

  /**
   * Reads an array of finite FLOAT or DOUBLE numbers.
   *
   * @param place what to call it in errors
   * @param bytes how long the stream is
   * @throws InvalidInputException if what it says of itself does not fit those bytes
   */
  public static INDArray read(String place, InputStream in, long bytes) throws IOException {
    try {
      return new ArrayFile(place, in, bytes).read();
    } catch (EOFException e) {
      throw new InvalidInputException(place + " ends in the middle of its array", e);
    }
  }

  private INDArray read() throws IOException {
    requireKnownAllocation();
    long length = longValue();
    String type = utf();
    if (!type.equals("LONG")) {
      throw refusal("has a shape of the type \"" + type + "\", must be LONG");
    }
    if (length < 4 || length > 2 * MOST_AXES + 4 || length % 2 != 0) {
      throw refusal("says that its shape has " + length + " numbers");
    }
    long[] shape = shape(new long[(int) length]);
    requireKnownAllocation();
    long values = longValue();
    DataType found = valueType(utf());
    long expected = product(shape);
    if (values != expected || left != expected * found.width()) {
      throw refusal(
          "has the shape "
              + Arrays.toString(shape)
              + " of "
              + found
              + ", but says that it has "
              + values
              + " values and has the bytes of "
              + left / (double) found.width());
    }
    return filled(shape, found);
  }

  private void requireKnownAllocation() throws IOException {
    String allocation = utf();
    if (!ALLOCATIONS.contains(allocation)) {
      throw refusal("has the unknown allocation \"" + allocation + "\"");
    }
  }

  private DataType valueType(String name) {
    return switch (name) {
      case "FLOAT" -> DataType.FLOAT;
      case "DOUBLE" -> DataType.DOUBLE;
      default -> throw refusal("has values of the type \"" + name + "\", must be FLOAT or DOUBLE");
    };
  }

  private long[] shape(long[] information) throws IOException {
    for (int i = 0; i < information.length; i++) {
      information[i] = longValue();
    }
    int rank = (information.length - 4) / 2;
    if (information[0] != rank) {
      throw refusal("says that it has " + information[0] + " axes, but describes " + rank);
    }
    long[] shape = Arrays.copyOfRange(information, 1, 1 + rank);
    long order = information[information.length - 1];
    boolean oneRun = Arrays.stream(shape).filter(size -> size != 1).count() < 2;
    // Values are written without gaps: of the strides nothing but this order counts.
    if (order != 'c' && (order != 'f' || !oneRun)) {
      throw refusal("has values in the order " + order + ", must be that of rows");
    }
    return shape;
  }

  private long product(long[] shape) {
    long product = 1;
    for (long size : shape) {
      // Each value has a byte at least. A quotient, since a product of large sizes overflows.
      if (size < 1 || product > left / size) {
        throw refusal("has the shape " + Arrays.toString(shape) + ", which does not fit its bytes");
      }
      product *= size;
    }
    return product;
  }

  private INDArray filled(long[] shape, DataType type) throws IOException {
    INDArray array = Nd4j.createUninitializedDetached(type, shape);
    DataBuffer values = array.data();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    long at = 0;
    while (left > 0) {
      int bytes = (int) Math.min(CHUNK_BYTES, left);
      in.readFully(chunk.array(), 0, bytes);
      left -= bytes;
      chunk.clear().limit(bytes);
      while (chunk.hasRemaining()) {
        if (type == DataType.FLOAT) {
          values.put(at, (float) finite(chunk.getFloat(), at));
        } else {
          values.put(at, finite(chunk.getDouble(), at));
        }
        at++;
      }
    }
    return array;
  }

  private double finite(double value, long at) {
    if (!Double.isFinite(value)) {
      throw refusal("has " + value + " as number " + at + ": what a model learned is finite");
    }
    return value;
  }

  private long longValue() throws IOException {
    take(Long.BYTES);
    return in.readLong();
  }

  private String utf() throws IOException {
    take(Short.BYTES);
    int length = in.readUnsignedShort();
    if (length > LONGEST_NAME) {
      throw refusal("has a name of " + length + " letters where a type stands");
    }
    take(length);
    byte[] name = new byte[length];
    in.readFully(name);
    return new String(name, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private void take(long bytes) throws EOFException {
    left -= bytes;
    if (left < 0) {
      throw new EOFException();
    }
  }

  private InvalidInputException refusal(String reason) {
    return new InvalidInputException(place + " is damaged: it " + reason);
  }
}
