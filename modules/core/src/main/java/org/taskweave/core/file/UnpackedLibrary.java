package org.taskweave.core.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Native code that a dependency unpacks from its jar into the system's temporary folder at every
 * start, and removes at an orderly exit alone: 72 MB that each killed process would leave. Once it
 * is loaded its file needs no name any more.
 */
public final class UnpackedLibrary {

  private static final Path MAPS = Path.of("/proc/self/maps");

  private UnpackedLibrary() {}

  /**
   * Removes the names of files that this process has loaded; on systems that do not tell which
   * these are, they stay until the exit.
   *
   * @param prefix what their name, or that of the folder they are in, begins with
   */
  public static void unlink(String prefix) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    try {
      Set<Path> unpacked;
      try (Stream<String> lines = Files.lines(MAPS)) {
        unpacked =
            lines
                .filter(line -> line.contains("/" + prefix))
                .map(line -> Path.of(line.substring(line.indexOf('/'))))
                .map(file -> temporary.resolve(temporary.relativize(file).subpath(0, 1)))
                .filter(path -> path.getFileName().toString().startsWith(prefix))
                .collect(Collectors.toSet());
      }
      for (Path path : unpacked) {
        AtomicFiles.delete(path);
      }
    } catch (IOException e) {
      return;
    }
  }
}
