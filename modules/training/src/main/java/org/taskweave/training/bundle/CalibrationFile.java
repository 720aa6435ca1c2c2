package org.taskweave.training.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.calibration.Calibration;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.model.MultiTaskModel;

/** What a model's scores are calibrated by, as JSON beside it; no file where nothing is. */
final class CalibrationFile {

  private static final String NAME = "calibration.json";
  private static final int MOST_BYTES = 16 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CalibrationFile() {}

  static void write(MultiTaskModel model, Path folder) throws IOException {
    if (!model.calibrations().isEmpty()) {
      Files.writeString(
          folder.resolve(NAME),
          JSON.writerFor(new TypeReference<Map<String, Calibration>>() {})
              .writeValueAsString(new TreeMap<>(model.calibrations())));
    }
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
    Path file = folder.resolve(NAME);
    Map<String, Calibration> byTask = Map.of();
    if (Files.exists(file)) {
      try {
        byTask =
            JSON.readValue(
                BoundedFile.text(file, place + "/" + NAME, MOST_BYTES), new TypeReference<>() {});
      } catch (JsonProcessingException e) {
        throw new InvalidInputException(
            place + "/" + NAME + ": is damaged: " + e.getOriginalMessage() + ". Copy it again.", e);
      }
    }
    if (byTask == null
        || byTask.values().stream().anyMatch(Objects::isNull)
        || !byTask.keySet().equals(asked)) {
      throw new InvalidInputException(
          place
              + "/"
              + NAME
              + ": calibrates the tasks "
              + (byTask == null ? "" : byTask.keySet())
              + ", but the recipe beside it asks for "
              + asked
              + ". Take both from the same run.");
    }
    model.calibrate(byTask);
  }
}
