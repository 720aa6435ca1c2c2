package org.taskweave.zoo.safetensors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.file.Sha256;
import org.taskweave.zoo.file.StrictJson;
import org.taskweave.zoo.tensor.StoredTensor;
import org.taskweave.zoo.tensor.TensorSet;

/** One safetensors file. */
public final class SafetensorsFile {

  /** The format's own limit, which keeps a corrupt length from claiming all memory. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private SafetensorsFile() {}

  /**
   * Lists the tensors of a file; values are read later.
   *
   * @throws InvalidInputException if the file is truncated or corrupt, naming file, tensor and rule
   */
  public static TensorSet open(Path file) {
    return new TensorSet(file.toString(), tensors(file), Sha256.of(List.of(file)));
  }

  static Map<String, StoredTensor> tensors(Path file) {
    String place = file.toString();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long fileBytes = channel.size();
      long headerBytes = headerBytes(place, channel, fileBytes);
      ObjectNode json =
          StrictJson.parse(
              place + ": header",
              readFully(channel, Long.BYTES, Math.toIntExact(headerBytes)).array());
      long dataStart = Long.BYTES + headerBytes;
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      for (HeaderEntry entry : Header.parse(place, json, fileBytes - dataStart)) {
        tensors.put(entry.name(), new MappedTensor(file, entry, dataStart));
      }
      return tensors;
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": cannot be read", e);
    }
  }

  private static long headerBytes(String place, FileChannel channel, long fileBytes)
      throws IOException {
    if (fileBytes < Long.BYTES) {
      throw new InvalidInputException(
          place
              + ": has "
              + fileBytes
              + " bytes; a safetensors file begins with 8 bytes of header length");
    }
    long headerBytes = readFully(channel, 0, Long.BYTES).getLong(0);
    if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES) {
      throw new InvalidInputException(
          place
              + ": header length is "
              + Long.toUnsignedString(headerBytes)
              + ", must be 2 to "
              + MAX_HEADER_BYTES
              + ". Maybe this is no safetensors file (a Git LFS pointer, a web page?)");
    }
    if (headerBytes > fileBytes - Long.BYTES) {
      throw new InvalidInputException(
          place
              + ": header length is "
              + headerBytes
              + " but only "
              + (fileBytes - Long.BYTES)
              + " bytes follow. Maybe its download was cut off: fetch it again");
    }
    return headerBytes;
  }

  private static ByteBuffer readFully(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer;
  }
}
