package org.taskweave.core.input;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that is as long as it was said to be: neither shorter nor longer. */
final class ExactLength extends FilterInputStream {

  private final String place;
  private long left;

  ExactLength(InputStream in, long length, String place) {
    super(in);
    this.left = length;
    this.place = place;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    count(value < 0 ? -1 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    count(read);
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = in.skip(n);
    left -= skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(int read) throws IOException {
    if (read < 0 && left > 0) {
      throw new EOFException(place + " ends " + left + " bytes early");
    }
    left -= Math.max(0, read);
    if (left < 0) {
      throw new IOException(place + " is longer than it says");
    }
  }
}
