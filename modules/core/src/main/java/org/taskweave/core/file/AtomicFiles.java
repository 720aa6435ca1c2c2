package org.taskweave.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;

/**
 * Writes, moves and deletes. What the program writes appears as a whole or not at all, and every
 * change of a name goes through here.
 */
public final class AtomicFiles {

  private AtomicFiles() {}

  /** Fills a file. */
  @FunctionalInterface
  public interface Content {

    /** Writes the whole content to a path where nothing is yet. */
    void writeTo(Path file) throws IOException;
  }

  /** Writes a text in UTF-8; see {@link #write(Path, Content)}. */
  public static void write(Path file, String text) {
    write(file, part -> Files.writeString(part, text, StandardCharsets.UTF_8));
  }

  /**
   * Writes a file as a whole or not at all; one that is there is replaced, and the folders above it
   * are made. A link stays one: the file it leads to is replaced. What is no file (a pipe, a
   * terminal) is written to directly.
   *
   * @throws InvalidInputException if there is a folder of that name
   * @throws UncheckedIOException if the content cannot be written; then nothing has changed
   */
  public static void write(Path file, Content content) {
    try {
      if (Files.isDirectory(file)) {
        throw new InvalidInputException(
            file + ": is a folder, and a file is to be written: name one");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        content.writeTo(file);
        return;
      }
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Files.createDirectories(target.getParent());
      Path part = Temporary.beside(target);
      try {
        content.writeTo(part);
        move(part, target);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /**
   * Adds a line to a file.
   *
   * @param line without its end
   */
  public static void append(Path file, String line) {
    KillPoint.pass();
    try {
      Files.writeString(
          file,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Gives a file or folder another name at once; a file of that name is replaced. */
  public static void move(Path from, Path to) throws IOException {
    KillPoint.pass();
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Deletes a file, or a folder with all in it; nothing happens if there is none. */
  public static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    KillPoint.pass();
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
