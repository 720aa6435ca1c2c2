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
 * Walks through the records of a CSV file and tells where each begins and how it is written. DuckDB
 * parses the values; this reader finds the header, the lines of bad rows, and records to copy as
 * they are. Lines end in LF, CR LF or CR; a byte order mark is skipped.
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
  private static final int NO_CHARACTER = -2;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final byte[] delimiter;
  private final int quote;
  private final int escape;
  private final byte[] buffer = new byte[1 << 16];
  private int bufferedBytes;
  private int bufferAt;
  private long position;
  private long line = 1;

  /** Reads UTF-8 bytes, already decompressed, with quotation marks as in RFC 4180. */
  public CsvRecordReader(InputStream in, char delimiter) throws IOException {
    this(in, CsvDialect.of(String.valueOf(delimiter)));
  }

  /** Reads UTF-8 bytes, already decompressed. */
  CsvRecordReader(InputStream in, CsvDialect dialect) throws IOException {
    this.in = in;
    this.delimiter = dialect.delimiter().getBytes(StandardCharsets.US_ASCII);
    this.quote = dialect.quote().isEmpty() ? NO_CHARACTER : dialect.quote().charAt(0);
    this.escape = dialect.escape().isEmpty() ? NO_CHARACTER : dialect.escape().charAt(0);
    if (follows(BYTE_ORDER_MARK, 0)) {
      take();
      take();
      take();
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
      if (quoted && next == escape && (peek() == quote || peek() == escape)) {
        int literal = take();
        text.write(literal);
        field.write(literal);
      } else if (quoted && next == quote) {
        quoted = false;
      } else if (atFieldStart && next == quote) {
        quoted = true;
      } else if (!quoted && next == delimiter[0] && follows(delimiter, 1)) {
        for (int i = 1; i < delimiter.length; i++) {
          text.write(take());
        }
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
    return has(1) ? buffer[bufferAt] & 0xFF : END;
  }

  private int take() throws IOException {
    int next = peek();
    if (next != END) {
      bufferAt++;
      position++;
    }
    return next;
  }

  /** Whether the bytes to come are the given ones, but for the first few of these. */
  private boolean follows(byte[] expected, int from) throws IOException {
    if (!has(expected.length - from)) {
      return false;
    }
    for (int i = from; i < expected.length; i++) {
      if (buffer[bufferAt + i - from] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether so many bytes are to come, which are then in the buffer. */
  private boolean has(int bytes) throws IOException {
    if (bufferedBytes - bufferAt < bytes) {
      int left = bufferedBytes - bufferAt;
      System.arraycopy(buffer, bufferAt, buffer, 0, left);
      bufferedBytes = left + Math.max(0, in.readNBytes(buffer, left, buffer.length - left));
      bufferAt = 0;
    }
    return bufferedBytes - bufferAt >= bytes;
  }
}
