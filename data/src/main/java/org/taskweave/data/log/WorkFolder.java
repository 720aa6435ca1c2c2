package org.taskweave.data.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;

/** The folder of one read: its database, and copies of files. */
final class WorkFolder {

  private WorkFolder() {}

  static Path create() {
    try {
      return Temporary.folder("taskweave-log");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  static void delete(Path folder) {
    try {
      AtomicFiles.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the temporary folder " + folder, e);
    }
  }
}
