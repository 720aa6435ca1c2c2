package org.taskweave.onnx.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;
import org.taskweave.onnx.graph.OnnxFile;

/**
 * Files that appear beside each other when all of them are written, or not at all. The main one,
 * which seals the others, comes last: what a kill leaves in between is no whole export, and is
 * refused as such.
 */
final class FilesTogether {

  private FilesTogether() {}

  /** Writes files; what it is given is the main file's path in a folder of its own. */
  @FunctionalInterface
  interface Writer<T> {
    T write(Path file) throws IOException;
  }

  /**
   * Lets a writer fill a folder, then moves its files to where the target lies; those that are
   * there already are replaced.
   */
  static <T> T write(Path file, Writer<T> writer) {
    Path target = file.toAbsolutePath();
    try {
      Files.createDirectories(target.getParent());
      Path folder = Files.createDirectory(Temporary.beside(target));
      try {
        T result = writer.write(folder.resolve(target.getFileName()));
        AtomicFiles.delete(OnnxFile.external(target));
        try (Stream<Path> files = Files.list(folder)) {
          for (Path from : files.sorted(lastly(target)).toList()) {
            AtomicFiles.move(from, target.resolveSibling(from.getFileName()));
          }
        }
        return result;
      } finally {
        AtomicFiles.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static Comparator<Path> lastly(Path target) {
    return Comparator.comparing((Path file) -> file.getFileName().equals(target.getFileName()))
        .thenComparing(Path::getFileName);
  }
}
