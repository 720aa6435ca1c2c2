package org.taskweave.training.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.calibration.ConformalFit;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.core.task.TaskSpec;

/** How far dev labels were from what was predicted, as JSON; no file where no task has regions. */
final class ConformalFile {

  private static final String NAME = "conformal.json";
  private static final int MOST_BYTES = 16 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ConformalFile() {}

  static void write(Map<String, ConformalFit> byTask, Path folder) throws IOException {
    if (!byTask.isEmpty()) {
      Files.writeString(folder.resolve(NAME), JSON.writeValueAsString(new TreeMap<>(byTask)));
    }
  }

  /**
   * By task; nothing where there is no file.
   *
   * @param place what to call the folder in errors
   * @throws InvalidInputException if the file is damaged, or tells of tasks that are not there or
   *     have no regions
   */
  static Map<String, ConformalFit> read(ModelContext context, Path folder, String place) {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return Map.of();
    }
    Map<String, ConformalFit> byTask;
    try {
      byTask =
          JSON.readValue(
              BoundedFile.text(file, place + "/" + NAME, MOST_BYTES), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          place + "/" + NAME + ": is damaged: " + e.getOriginalMessage() + ". Copy it again.", e);
    }
    if (byTask == null || byTask.values().stream().anyMatch(Objects::isNull)) {
      throw new InvalidInputException(
          place + "/" + NAME + ": is damaged: it tells nothing of a task. Copy it again.");
    }
    for (String name : byTask.keySet()) {
      if (context.tasks().stream()
          .filter(task -> task.nonconformity().isPresent())
          .map(TaskSpec::name)
          .noneMatch(name::equals)) {
        throw new InvalidInputException(
            place
                + "/"
                + NAME
                + ": tells of the task \""
                + name
                + "\", which the recipe beside it has not, or which has no regions. Take both from"
                + " the same run.");
      }
    }
    return Map.copyOf(byTask);
  }
}
