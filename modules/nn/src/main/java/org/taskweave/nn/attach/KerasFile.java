package org.taskweave.nn.attach;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.taskweave.core.InvalidInputException;
import org.taskweave.nn.store.Hdf5Structure;

/** Sequential models as Keras 2 writes them (HDF5), read by DL4J's own import. */
public final class KerasFile {

  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};

  private KerasFile() {}

  /**
   * Reads a file as Keras 2 writes it, with its configuration (Model.save).
   *
   * @throws InvalidInputException if it is none, or the import cannot read it
   */
  public static MultiLayerNetwork read(Path file) {
    requireHdf5(file);
    Hdf5Structure.require(file);
    return network(file);
  }

  private static void requireHdf5(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + " is no file: give the path of a Keras model (.h5)");
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(HDF5.length), HDF5)) {
        throw new InvalidInputException(file + " is not HDF5: save the Keras model as .h5");
      }
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + e, e);
    }
  }

  /** One at a time: the import keeps settings in static fields. */
  private static synchronized MultiLayerNetwork network(Path file) {
    try {
      return KerasModelImport.importKerasSequentialModelAndWeights(file.toString(), false);
    } catch (IOException
        | InvalidKerasConfigurationException
        | UnsupportedKerasConfigurationException
        | RuntimeException e) {
      // The import throws all kinds for a file it cannot make sense of.
      throw new InvalidInputException(
          file
              + " is no sequential Keras model that can be read: "
              + firstSentence(e)
              + ". Save a Sequential model of dense, activation and dropout layers by Keras 2's"
              + " model.save",
          e);
    }
  }

  /** Without the import's advice to ask its authors. */
  private static String firstSentence(Exception e) {
    String message = String.valueOf(e.getMessage()).strip();
    int end = message.indexOf(". ");
    String first = end < 0 ? message : message.substring(0, end);
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }
}
