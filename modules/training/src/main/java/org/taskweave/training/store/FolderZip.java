package org.taskweave.training.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.taskweave.core.input.ZipContent;

/** A bundle's folder as one zip file; the same folder is always the same bytes. */
final class FolderZip {

  /** In local time, which is what a zip holds: the same wherever it is written. */
  private static final LocalDateTime WRITTEN = LocalDateTime.of(1980, 2, 1, 0, 0);

  private FolderZip() {}

  static void pack(Path folder, Path zip) throws IOException {
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out);
        Stream<Path> files = Files.list(folder)) {
      List<Path> sorted = files.sorted().toList();
      for (Path file : sorted) {
        ZipEntry entry = new ZipEntry(file.getFileName().toString());
        entry.setTimeLocal(WRITTEN);
        entries.putNextEntry(entry);
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }

  static void unpack(Path zip, Path folder) {
    try (ZipContent content = ZipContent.open(zip, zip.toString())) {
      for (String name : content.names()) {
        content.read(name, in -> Files.copy(in, folder.resolve(name)));
      }
    }
  }
}
