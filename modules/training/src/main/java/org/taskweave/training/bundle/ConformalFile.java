package org.taskweave.training.bundle;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.calibration.ConformalFit;
import org.taskweave.core.task.TaskSpec;

/** How far dev labels were from what was predicted, as JSON; no file where no task has regions. */
final class ConformalFile {

  private static final TaskFile<ConformalFit> FILE =
      new TaskFile<>("conformal.json", new TypeReference<>() {});

  private ConformalFile() {}

  static void write(Map<String, ConformalFit> byTask, Path folder) throws IOException {
    FILE.write(byTask, folder);
  }

  /**
   * By task; nothing where there is no file.
   *
   * @param place what to call the folder in errors
   * @throws InvalidInputException if the file is damaged, or tells of tasks that are not there or
   *     have no regions
   */
  static Map<String, ConformalFit> read(ModelContext context, Path folder, String place) {
    Map<String, ConformalFit> byTask = FILE.read(folder, place).orElse(Map.of());
    for (String name : byTask.keySet()) {
      if (context.tasks().stream()
          .filter(task -> task.nonconformity().isPresent())
          .map(TaskSpec::name)
          .noneMatch(name::equals)) {
        throw new InvalidInputException(
            place
                + "/"
                + FILE.name()
                + ": tells of the task \""
                + name
                + "\", which the recipe beside it has not, or which has no regions. Take both from"
                + " the same run.");
      }
    }
    return Map.copyOf(byTask);
  }
}
