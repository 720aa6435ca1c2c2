package org.taskweave.onnx.graph;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.InvalidInputException;

/**
 * The metadata of an ONNX file and where they stand in it, read from the outermost layer of the
 * protocol buffer; the graph is skipped.
 */
final class MetadataEntries {

  /** {@code ModelProto.metadata_props}: messages of key (1) and value (2). */
  private static final int METADATA = 14;

  private static final int MOST_ENTRIES = 10_000;
  private static final int LONGEST_KEY = 1000;
  private static final int LONGEST_TEXT = 1000;

  /**
   * The value of a key.
   *
   * @param at where it begins in the file
   * @param length in bytes
   * @param text its first bytes, enough for a digest
   */
  record Value(String key, long at, long length, String text) {}

  private final RandomAccessFile in;
  private final List<Value> values = new ArrayList<>();

  private MetadataEntries(RandomAccessFile in) {
    this.in = in;
  }

  static List<Value> of(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      MetadataEntries entries = new MetadataEntries(in);
      entries.read();
      return entries.values;
    } catch (EOFException e) {
      throw new InvalidInputException(
          file + ": is no ONNX file, or a damaged one: copy or export it again", e);
    }
  }

  private void read() throws IOException {
    while (in.getFilePointer() < in.length()) {
      long tag = varint();
      long end = skippedTo(tag);
      if (tag >>> 3 == METADATA && (tag & 7) == 2) {
        entry(end);
      }
      in.seek(end);
    }
  }

  /** Where a field ends whose tag was just read; the position is where its content begins. */
  private long skippedTo(long tag) throws IOException {
    switch ((int) (tag & 7)) {
      case 0 -> varint();
      case 1 -> in.seek(in.getFilePointer() + 8);
      case 2 -> {
        long length = varint();
        return within(length);
      }
      case 5 -> in.seek(in.getFilePointer() + 4);
      default -> throw new EOFException("an unknown kind of field");
    }
    return within(0);
  }

  private long within(long length) throws IOException {
    long end = in.getFilePointer() + length;
    if (length < 0 || end < 0 || end > in.length()) {
      throw new EOFException("a field is longer than the file");
    }
    return end;
  }

  private void entry(long end) throws IOException {
    String key = "";
    long at = in.getFilePointer();
    long length = 0;
    while (in.getFilePointer() < end) {
      long tag = varint();
      long next = skippedTo(tag);
      if (next > end) {
        throw new EOFException("an entry is longer than it says");
      }
      if (tag == 0x0a) {
        key = text(next - in.getFilePointer(), LONGEST_KEY);
      } else if (tag == 0x12) {
        at = in.getFilePointer();
        length = next - at;
      }
      in.seek(next);
    }
    in.seek(at);
    values.add(new Value(key, at, length, text(length, LONGEST_TEXT)));
    if (values.size() > MOST_ENTRIES) {
      throw new EOFException("too many metadata");
    }
  }

  private String text(long length, int most) throws IOException {
    byte[] bytes = new byte[(int) Math.min(length, most)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new EOFException("a number that does not end");
  }
}
