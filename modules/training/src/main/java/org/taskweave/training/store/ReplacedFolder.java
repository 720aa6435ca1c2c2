package org.taskweave.training.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.taskweave.core.file.AtomicFiles;

/**
 * A folder that others take the place of. No file system of Java's exchanges two folders at once,
 * so the one before is put aside, under a name that {@link #aside} finds, until the new one stands.
 *
 * @param path absolute
 * @param old where the one before it is meanwhile
 */
record ReplacedFolder(Path path, Path old) {

  static ReplacedFolder of(Path path) {
    Path absolute = path.toAbsolutePath();
    return new ReplacedFolder(
        absolute, absolute.resolveSibling("." + absolute.getFileName() + "-old"));
  }

  /** The one before, if a kill left it as the only one. */
  Optional<Path> aside() {
    return !Files.exists(path) && Files.isDirectory(old) ? Optional.of(old) : Optional.empty();
  }

  /**
   * Puts another folder here. Should that fail, the one before is back at its place; should the
   * process die, either this or {@link #aside} is whole.
   */
  void replaceBy(Path folder) throws IOException {
    if (Files.exists(path)) {
      AtomicFiles.delete(old);
      AtomicFiles.move(path, old);
    }
    try {
      AtomicFiles.move(folder, path);
    } catch (IOException e) {
      putBack(e);
      throw e;
    }
    AtomicFiles.delete(old);
  }

  private void putBack(IOException cause) {
    try {
      if (aside().isPresent()) {
        AtomicFiles.move(old, path);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
