package org.taskweave.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes that are written once, one record after the other, into a file among the system's temporary
 * ones, and read from any place: what lies in it takes none of the process's own memory. One thread
 * writes; when it has, several may read, until it is closed.
 */
public final class RecordFile implements AutoCloseable {

  private static final int BUFFER = 1 << 20;

  private final Path folder;
  private final FileChannel channel;
  private final ByteBuffer waiting = ByteBuffer.allocateDirect(BUFFER);
  private long end;

  private RecordFile(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * An empty file.
   *
   * @param name what it is for
   */
  public static RecordFile create(String name) {
    try {
      Path folder = Temporary.folder("taskweave-" + name);
      return new RecordFile(
          folder,
          FileChannel.open(
              folder.resolve(name),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary file for " + name + " can be made", e);
    }
  }

  /** Where it is; the folder is its own. */
  public Path folder() {
    return folder;
  }

  /** How many bytes were written. */
  public long end() {
    return end;
  }

  /** Writes all that is left of a buffer. */
  public void append(ByteBuffer bytes) {
    end += bytes.remaining();
    while (bytes.hasRemaining()) {
      if (!waiting.hasRemaining()) {
        flush();
      }
      int taken = Math.min(waiting.remaining(), bytes.remaining());
      waiting.put(bytes.slice().limit(taken));
      bytes.position(bytes.position() + taken);
    }
  }

  /** To be called before what was written is read. */
  public void flush() {
    waiting.flip();
    try {
      while (waiting.hasRemaining()) {
        channel.write(waiting);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          folder
              + " cannot be written after "
              + (end >> 20)
              + " MB: give it room, or another place (TASKWEAVE_JAVA_OPTS=-Djava.io.tmpdir=FOLDER)",
          e);
    }
    waiting.clear();
  }

  /**
   * Reads bytes.
   *
   * @param to exclusive
   */
  public ByteBuffer read(long from, long to) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, from + bytes.position()) < 0) {
          throw new IOException("the file ends after " + channel.size() + " bytes");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
    return bytes.flip();
  }

  /** Deletes it. */
  @Override
  public void close() {
    try {
      channel.close();
      AtomicFiles.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the temporary folder " + folder, e);
    }
  }
}
