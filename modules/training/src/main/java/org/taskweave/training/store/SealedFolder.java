package org.taskweave.training.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;

/**
 * A folder (or zip file) of files that belong together: written as a whole or not at all, and
 * refused when it is not whole, not what was asked for, or of another version.
 *
 * @param format what kind of folder it is, for instance "taskweave-bundle"
 * @param version of that format
 */
public record SealedFolder(String format, int version) {

  /**
   * Lets a writer fill a new folder beside the target, seals it with a manifest and moves it there;
   * a target that exists is replaced. A target ending in ".zip" becomes a zip file.
   */
  public void write(Path target, Consumer<Path> writer) {
    Path absolute = target.toAbsolutePath();
    try {
      Files.createDirectories(absolute.getParent());
      Path folder = Files.createDirectory(Temporary.beside(absolute));
      try {
        writer.accept(folder);
        Manifest.of(folder, format, version).write(folder);
        if (isZip(absolute)) {
          AtomicFiles.write(absolute, part -> FolderZip.pack(folder, part));
        } else {
          ReplacedFolder.of(absolute).replaceBy(folder);
        }
      } finally {
        AtomicFiles.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the " + format + " " + target, e);
    }
  }

  /**
   * Checks a folder or zip file and lets a reader read its files; a zip is unpacked to a temporary
   * folder, which is deleted after that.
   *
   * @return what the reader returns
   * @throws InvalidInputException if it is of no such format, of another version, or damaged
   */
  public <T> T read(Path named, Function<Path, T> reader) {
    Path path =
        found(named)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        named
                            + ": there is no such file or folder; a "
                            + format
                            + " was expected"));
    try {
      if (Files.isDirectory(path)) {
        check(path, path);
        return reader.apply(path);
      }
      Path folder = Temporary.folder(format);
      try {
        FolderZip.unpack(path, folder);
        check(path, folder);
        return reader.apply(folder);
      } finally {
        AtomicFiles.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the " + format + " " + path, e);
    }
  }

  private void check(Path path, Path folder) throws IOException {
    Path file = folder.resolve(Manifest.FILE);
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          path
              + ": no "
              + Manifest.FILE
              + " in it, so it is no "
              + format
              + ". Maybe you meant a folder inside it.");
    }
    Manifest manifest = Manifest.read(path.toString(), folder);
    if (!format.equals(manifest.format()) || manifest.version() != version) {
      throw new InvalidInputException(
          path
              + ": format "
              + manifest.format()
              + " version "
              + manifest.version()
              + ", but this program reads "
              + format
              + " version "
              + version
              + ". Train again, or use the program that wrote it.");
    }
    manifest.requireIntact(path.toString(), folder);
  }

  /** The file that stands for the whole: a folder's manifest, or the zip file. */
  public static Path seal(Path path) {
    return Files.isDirectory(path) ? path.resolve(Manifest.FILE) : path;
  }

  private static boolean isZip(Path path) {
    return path.getFileName().toString().endsWith(".zip");
  }

  /** Removes what a kill left beside a folder that had already been replaced. */
  public static void clearReplaced(Path path) throws IOException {
    ReplacedFolder folder = ReplacedFolder.of(path);
    if (Files.exists(folder.path())) {
      AtomicFiles.delete(folder.old());
    }
  }

  /**
   * Where a folder or zip file is found by its name: there, or, after a kill in the middle of its
   * replacement, where the one before it was put aside.
   */
  public static Optional<Path> found(Path path) {
    return Files.exists(path) ? Optional.of(path) : ReplacedFolder.of(path).aside();
  }
}
