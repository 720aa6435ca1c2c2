package org.taskweave.hyperparam.runs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Scalars as TensorBoard reads them: records of TensorFlow's TFRecord format, each an {@code Event}
 * message in protocol buffers' wire format (tensorflow/core/util/event.proto and
 * tensorflow/core/framework/summary.proto).
 */
final class EventFile {

  /** Of a record's checksum, which is rotated and moved by this number. */
  private static final int MASK = 0xa282ead8;

  private final ByteArrayOutputStream records = new ByteArrayOutputStream();

  /**
   * Begins a file.
   *
   * @param time seconds since 1970
   */
  EventFile(double time) {
    Message event = new Message();
    event.real(1, time);
    event.bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    add(event.content());
  }

  /**
   * Adds a number of a step.
   *
   * @param time seconds since 1970
   */
  void scalar(double time, int step, String tag, double number) {
    Message value = new Message();
    value.bytes(1, tag.getBytes(StandardCharsets.UTF_8));
    value.single(2, (float) number);
    Message summary = new Message();
    summary.bytes(1, value.content());
    Message event = new Message();
    event.real(1, time);
    event.whole(2, step);
    event.bytes(5, summary.content());
    add(event.content());
  }

  /** The file's content. */
  byte[] content() {
    return records.toByteArray();
  }

  private void add(byte[] event) {
    byte[] length = little(8).putLong(event.length).array();
    records.writeBytes(length);
    records.writeBytes(little(4).putInt(checksum(length)).array());
    records.writeBytes(event);
    records.writeBytes(little(4).putInt(checksum(event)).array());
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Fields of a message, each behind its number and the kind of its encoding. */
  private static final class Message {

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;

    private final ByteArrayOutputStream fields = new ByteArrayOutputStream();

    void real(int field, double value) {
      varint((field << 3) | EIGHT_BYTES);
      fields.writeBytes(little(8).putDouble(value).array());
    }

    void single(int field, float value) {
      varint((field << 3) | FOUR_BYTES);
      fields.writeBytes(little(4).putFloat(value).array());
    }

    void whole(int field, int value) {
      varint((field << 3) | VARINT);
      varint(value);
    }

    void bytes(int field, byte[] value) {
      varint((field << 3) | LENGTH);
      varint(value.length);
      fields.writeBytes(value);
    }

    /** Seven bits a byte, the lowest first. */
    private void varint(int value) {
      int left = value;
      while (left >>> 7 != 0) {
        fields.write((left & 0x7f) | 0x80);
        left >>>= 7;
      }
      fields.write(left);
    }

    byte[] content() {
      return fields.toByteArray();
    }
  }
}
