package org.taskweave.training.bundle;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.calibration.Calibration;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.model.MultiTaskModel;

/** What a model's scores are calibrated by, as JSON beside it; no file where nothing is. */
final class CalibrationFile {

  private static final TaskFile<Calibration> FILE =
      new TaskFile<>("calibration.json", new TypeReference<>() {});

  private CalibrationFile() {}

  static void write(MultiTaskModel model, Path folder) throws IOException {
    FILE.write(model.calibrations(), folder);
  }

  /**
   * Calibrates a model as its file says.
   *
   * @param place what to call the folder in errors
   * @throws InvalidInputException if the file is damaged, or not of the tasks that ask for it
   */
  static void read(MultiTaskModel model, Path folder, String place) {
    HashSet<String> asked = new HashSet<>();
    for (TaskSpec task : model.tasks()) {
      task.calibration().ifPresent(method -> asked.add(task.name()));
    }
    Map<String, Calibration> byTask = FILE.read(folder, place).orElse(Map.of());
    if (!byTask.keySet().equals(asked)) {
      throw new InvalidInputException(
          place
              + "/"
              + FILE.name()
              + ": calibrates the tasks "
              + byTask.keySet()
              + ", but the recipe beside it asks for "
              + asked
              + ". Take both from the same run.");
    }
    model.calibrate(byTask);
  }
}
