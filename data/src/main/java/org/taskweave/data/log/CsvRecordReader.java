package org.taskweave.data.log;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Walks through the records of a CSV file (RFC 4180, any one-byte delimiter) and tells where each
 * begins and how it is written. DuckDB parses the values; this reader finds the header, the lines
 * of bad rows, and records to copy as they are. Lines end in LF, CR LF or CR; a byte order mark is
 * skipped.
 */
public final class CsvRecordReader implements Closeable {

  /**
   * One record.
   *
   * @param line where it begins, counted from 1; quoted fields may hold line ends
   * @param startByte where it begins, counted from 0
   * @param endByte where its text ends: the place of its line end
   * @param text as written, without its line end
   */
  public record CsvRecord(
      long line, long startByte, long endByte, String text, List<String> fields) {

    /** Nothing on the line: DuckDB skips it. */
    public boolean isBlank() {
      return text.isEmpty();
    }
  }

  private static final int END = -1;

  private final InputStream in;
  private final int delimiter;
  private final byte[] buffer = new byte[1 << 16];
  private int bufferedBytes;
  private int bufferAt;
  private long position;
  private long line = 1;

  /** Reads UTF-8 bytes, already decompressed. */
  public CsvRecordReader(InputStream in, char delimiter) throws IOException {
    this.in = in;
    this.delimiter = delimiter;
    peek();
    if (bufferedBytes >= 3
        && buffer[0] == (byte) 0xEF
        && buffer[1] == (byte) 0xBB
        && buffer[2] == (byte) 0xBF) {
      bufferAt = 3;
      position = 3;
    }
  }

  /** The next record; empty at the end of the file. */
  public Optional<CsvRecord> next() throws IOException {
    if (peek() == END) {
      return Optional.empty();
    }
    long startLine = line;
    long startByte = position;
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    List<String> fields = new ArrayList<>();
    boolean atFieldStart = true;
    boolean quoted = false;
    while (true) {
      long endByte = position;
      int next = take();
      if (next == END || (!quoted && (next == '\n' || next == '\r'))) {
        if (next == '\r' && peek() == '\n') {
          take();
        }
        if (next != END) {
          line++;
        }
        fields.add(field.toString(StandardCharsets.UTF_8));
        return Optional.of(
            new CsvRecord(
                startLine,
                startByte,
                endByte,
                text.toString(StandardCharsets.UTF_8),
                List.copyOf(fields)));
      }
      text.write(next);
      if (quoted && next == '"') {
        if (peek() == '"') {
          text.write(take());
          field.write('"');
        } else {
          quoted = false;
        }
      } else if (atFieldStart && next == '"') {
        quoted = true;
      } else if (!quoted && next == delimiter) {
        fields.add(field.toString(StandardCharsets.UTF_8));
        field.reset();
        atFieldStart = true;
        continue;
      } else {
        field.write(next);
        if (next == '\n' || (next == '\r' && peek() != '\n')) {
          line++;
        }
      }
      atFieldStart = false;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private int peek() throws IOException {
    if (bufferAt == bufferedBytes) {
      bufferedBytes = Math.max(0, in.readNBytes(buffer, 0, buffer.length));
      bufferAt = 0;
    }
    return bufferAt == bufferedBytes ? END : buffer[bufferAt] & 0xFF;
  }

  private int take() throws IOException {
    int next = peek();
    if (next != END) {
      bufferAt++;
      position++;
    }
    return next;
  }
}
