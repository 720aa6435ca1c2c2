package org.taskweave.training.language;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.PretrainedLanguageModel;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.FolderLock;
import org.taskweave.core.file.JsonText;
import org.taskweave.core.file.Temporary;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.nn.store.ArrayFile;
import org.taskweave.training.store.SealedFolder;
import org.taskweave.zoo.LanguageModelFolder;

/**
 * A pretraining's files: pretraining.json (what it began with), checkpoint/ while it runs, then
 * model/ and report.json.
 */
record PretrainingFolder(Path path) {

  private static final SealedFolder CHECKPOINT =
      new SealedFolder("taskweave-pretraining-checkpoint", 1);
  private static final SealedFolder MODEL = new SealedFolder("taskweave-language-model", 1);
  private static final int MOST_BYTES = 16 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().findAndAddModules().build();

  /**
   * What a pretraining begins with.
   *
   * @param recipe its text, all defaults written
   */
  record Origin(String recipe, String dataHash, PretrainingSettings settings) {}

  /**
   * How far it has come.
   *
   * @param iteration steps so far
   */
  record Progress(
      double startLoss, List<PretrainingReport.Epoch> epochs, int bestEpoch, int iteration) {}

  /** Arrays of a checkpoint: parameters, the best ones, the updater's state. */
  record State(Progress progress, List<INDArray> arrays) {}

  Path origin() {
    return path.resolve("pretraining.json");
  }

  Path report() {
    return path.resolve("report.json");
  }

  Path model() {
    return path.resolve("model");
  }

  Path quarantine() {
    return path.resolve("quarantine");
  }

  private Path checkpoint() {
    return path.resolve("checkpoint");
  }

  /**
   * Refuses a folder with anything in it that a new pretraining would lose.
   *
   * @throws InvalidInputException naming the way to go on
   */
  void requireNothingToLose() {
    if (Files.exists(origin())) {
      throw new InvalidInputException(
          path
              + ": holds a pretraining already: go on with pretrain --resume "
              + path
              + ", or name another folder");
    }
    List<Path> known = List.of(quarantine(), FolderLock.file(path));
    try (Stream<Path> files = Files.list(path)) {
      if (files.anyMatch(file -> !known.contains(file) && !Temporary.isName(file))) {
        throw new InvalidInputException(
            path + ": the folder is not empty: name another one, or one that does not exist");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the folder " + path, e);
    }
  }

  void begin(Origin origin) {
    AtomicFiles.write(origin(), json(origin));
  }

  /**
   * What the pretraining in the folder began with.
   *
   * @throws InvalidInputException if there is none
   */
  Origin readOrigin() {
    if (!Files.exists(origin())) {
      throw new InvalidInputException(
          path + ": no pretraining to resume: start it with pretrain RECIPE --out " + path);
    }
    return read(origin(), Origin.class);
  }

  boolean hasReport() {
    return Files.exists(report());
  }

  PretrainingReport readReport() {
    return read(report(), PretrainingReport.class);
  }

  private static <T> T read(Path file, Class<T> type) {
    try {
      return JSON.readValue(BoundedFile.text(file, file.toString(), MOST_BYTES), type);
    } catch (IOException e) {
      throw new InvalidInputException(
          file + ": cannot be read: " + e.getMessage() + ": start the pretraining anew", e);
    }
  }

  private static String json(Object value) {
    return JsonText.of(JSON.writerWithDefaultPrettyPrinter(), value) + "\n";
  }

  boolean hasCheckpoint() {
    return SealedFolder.found(checkpoint()).isPresent();
  }

  void save(Progress progress, List<INDArray> arrays) {
    CHECKPOINT.write(
        checkpoint(),
        temporary -> {
          try {
            Files.writeString(temporary.resolve("progress.json"), json(progress));
            for (int i = 0; i < arrays.size(); i++) {
              try (OutputStream out =
                  new BufferedOutputStream(Files.newOutputStream(temporary.resolve(array(i))))) {
                ArrayFile.write(arrays.get(i), out);
              }
            }
          } catch (IOException e) {
            throw new UncheckedIOException("cannot write the checkpoint " + checkpoint(), e);
          }
        });
  }

  State read(int arrays) {
    return CHECKPOINT.read(
        checkpoint(),
        files -> {
          List<INDArray> found = new java.util.ArrayList<>();
          for (int i = 0; i < arrays; i++) {
            Path file = files.resolve(array(i));
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
              found.add(ArrayFile.read(checkpoint() + "/" + array(i), in, Files.size(file)));
            } catch (IOException e) {
              throw new UncheckedIOException("cannot read the checkpoint " + checkpoint(), e);
            }
          }
          return new State(read(files.resolve("progress.json"), Progress.class), found);
        });
  }

  private static String array(int number) {
    return "array-" + number + ".bin";
  }

  /** Writes the result; the checkpoint is of no more use. */
  void finish(PretrainedLanguageModel trained, PretrainingReport report) {
    MODEL.write(model(), folder -> LanguageModelFolder.write(folder, trained));
    AtomicFiles.write(report(), json(report));
    clearCheckpoint();
  }

  void clearCheckpoint() {
    try {
      SealedFolder.clearReplaced(checkpoint());
      AtomicFiles.delete(checkpoint());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the checkpoint " + checkpoint(), e);
    }
  }
}
