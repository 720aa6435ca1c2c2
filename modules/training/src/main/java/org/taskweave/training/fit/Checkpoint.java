package org.taskweave.training.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.store.ArrayFile;
import org.taskweave.training.store.SealedFolder;

/** The state of a training on disk; the newest replaces the one before it as a whole. */
public final class Checkpoint {

  private static final SealedFolder FORMAT = new SealedFolder("taskweave-checkpoint", 1);
  private static final String MODEL = "model.zip";
  private static final String BEST = "best-parameters.bin";
  private static final String PROGRESS = "progress.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /** A checkpoint in a folder, which need not exist yet. */
  public Checkpoint(Path folder) {
    this.folder = folder;
  }

  /** Whether there is one to resume from. */
  public boolean exists() {
    return SealedFolder.found(folder).isPresent();
  }

  void save(MultiTaskModel model, INDArray bestParameters, TrainingProgress progress) {
    FORMAT.write(
        folder,
        temporary -> {
          try {
            model.save(temporary.resolve(MODEL), true);
            writeBest(bestParameters, temporary.resolve(BEST));
            JSON.writeValue(temporary.resolve(PROGRESS).toFile(), progress);
          } catch (IOException e) {
            throw new UncheckedIOException("cannot write the checkpoint " + folder, e);
          }
        });
  }

  /**
   * The model as it was after the last epoch, with its updater.
   *
   * @throws InvalidInputException if the checkpoint is missing or damaged
   */
  public MultiTaskModel model(List<TaskSpec> tasks) {
    return FORMAT.read(
        folder,
        files -> MultiTaskModel.restore(files.resolve(MODEL), folder + "/" + MODEL, tasks, true));
  }

  /** What a training needs besides its model to go on. */
  record State(TrainingProgress progress, INDArray bestParameters) {}

  State state() {
    return FORMAT.read(
        folder,
        files -> {
          try {
            return new State(
                JSON.readValue(files.resolve(PROGRESS).toFile(), TrainingProgress.class),
                readBest(files.resolve(BEST)));
          } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                folder + "/" + PROGRESS + " is damaged: " + e.getOriginalMessage(), e);
          } catch (IOException e) {
            throw new UncheckedIOException("cannot read the checkpoint " + folder, e);
          }
        });
  }

  private static void writeBest(INDArray parameters, Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      ArrayFile.write(parameters, out);
    }
  }

  private INDArray readBest(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return ArrayFile.read(folder + "/" + BEST, in, Files.size(file));
    }
  }
}
