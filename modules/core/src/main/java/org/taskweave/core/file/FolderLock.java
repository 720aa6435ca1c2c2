package org.taskweave.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.taskweave.core.InvalidInputException;

/**
 * A folder that one process alone may write to, until it closes this or dies. The file that is
 * locked stays in the folder: to delete it could let two in.
 */
public final class FolderLock implements AutoCloseable {

  private static final String FILE = ".lock";

  /**
   * Folders that this process has: a lock belongs to the process, which loses it when any part of
   * it closes the file.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Locks a folder, which is made if it does not exist.
   *
   * @param what writes to it, for the message: "a training"
   * @throws InvalidInputException if another process, or another part of this one, has it
   */
  public static FolderLock of(Path folder, String what) {
    synchronized (HELD) {
      try {
        Path real = Files.createDirectories(folder).toRealPath();
        Optional<FileChannel> channel = HELD.contains(real) ? Optional.empty() : locked(real);
        if (channel.isEmpty()) {
          throw new InvalidInputException(
              folder
                  + ": "
                  + what
                  + " is writing to this folder already: wait for its end, or name another folder");
        }
        HELD.add(real);
        return new FolderLock(real, channel.get());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot lock the folder " + folder, e);
      }
    }
  }

  private static Optional<FileChannel> locked(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(file(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return Optional.ofNullable(lock).map(held -> channel);
  }

  /** The file that is locked. */
  public static Path file(Path folder) {
    return folder.resolve(FILE);
  }

  @Override
  public void close() {
    synchronized (HELD) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot unlock the folder " + folder, e);
      } finally {
        HELD.remove(folder);
      }
    }
  }
}
