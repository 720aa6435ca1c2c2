package org.taskweave.zoo.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.taskweave.core.encoder.WeightTensor;

/** Writes safetensors files of single-precision tensors, by the order of their names. */
public final class SafetensorsWriter {

  private static final int CHUNK_VALUES = 1 << 16;
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /** Writes a file; what is there is replaced. */
  public static void write(Path file, Map<String, WeightTensor> tensors) {
    Map<String, WeightTensor> sorted = new TreeMap<>(tensors);
    byte[] header = header(sorted);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      byte[] length = new byte[Long.BYTES];
      ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
      out.write(length);
      out.write(header);
      for (WeightTensor tensor : sorted.values()) {
        write(tensor.values(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** JSON, filled up with spaces so that the data are aligned. */
  private static byte[] header(Map<String, WeightTensor> tensors) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.putObject("__metadata__").put("format", "pt");
    long begin = 0;
    for (Map.Entry<String, WeightTensor> tensor : tensors.entrySet()) {
      ObjectNode entry = json.putObject(tensor.getKey()).put("dtype", "F32");
      var shape = entry.putArray("shape");
      for (long size : tensor.getValue().shape()) {
        shape.add(size);
      }
      long end = begin + (long) tensor.getValue().values().length * Float.BYTES;
      entry.putArray("data_offsets").add(begin).add(end);
      begin = end;
    }
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    int filled = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return (json + " ".repeat(filled - text.length)).getBytes(StandardCharsets.UTF_8);
  }

  private static void write(float[] values, OutputStream out) throws IOException {
    for (int done = 0; done < values.length; done += CHUNK_VALUES) {
      int count = Math.min(CHUNK_VALUES, values.length - done);
      byte[] bytes = new byte[count * Float.BYTES];
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .put(values, done, count);
      out.write(bytes);
    }
  }
}
