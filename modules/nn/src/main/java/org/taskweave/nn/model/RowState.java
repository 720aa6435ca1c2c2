package org.taskweave.nn.model;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.nn.optimize.RowUpdater;

/** The state of the word embeddings' updater as entries of DL4J's model zip. */
final class RowState {

  private RowState() {}

  static void append(Path zip, RowUpdater updater) {
    List<INDArray> states = updater.state();
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      for (int i = 0; i < states.size(); i++) {
        try (DataOutputStream out =
            new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(entry(files, i))))) {
          Nd4j.write(states.get(i), out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the updater's state to " + zip, e);
    }
  }

  static void read(Path zip, RowUpdater updater) {
    List<INDArray> states = new ArrayList<>();
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      while (Files.exists(entry(files, states.size()))) {
        try (DataInputStream in =
            new DataInputStream(
                new BufferedInputStream(Files.newInputStream(entry(files, states.size()))))) {
          states.add(Nd4j.read(in));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the updater's state in " + zip, e);
    }
    updater.restore(states);
  }

  private static Path entry(FileSystem files, int index) {
    return files.getPath("wordUpdaterState" + index + ".bin");
  }
}
