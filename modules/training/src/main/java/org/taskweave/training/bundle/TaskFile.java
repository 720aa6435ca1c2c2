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
import java.util.Optional;
import java.util.TreeMap;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.JsonText;
import org.taskweave.core.input.BoundedFile;

/**
 * Something of some tasks, by name, as JSON in a bundle; no file where it is of none.
 *
 * @param name of the file
 * @param type of the map
 */
record TaskFile<T>(String name, TypeReference<Map<String, T>> type) {

  private static final int MOST_BYTES = 16 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  void write(Map<String, ? extends T> byTask, Path folder) throws IOException {
    if (!byTask.isEmpty()) {
      Files.writeString(
          folder.resolve(name), JsonText.of(JSON.writerFor(type), new TreeMap<>(byTask)));
    }
  }

  /**
   * What the file says; nothing where there is none.
   *
   * @param place what to call the folder in errors
   * @throws InvalidInputException if the file is damaged
   */
  Optional<Map<String, T>> read(Path folder, String place) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Map<String, T> byTask;
    try {
      byTask = JSON.readValue(BoundedFile.text(file, place + "/" + name, MOST_BYTES), type);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          place + "/" + name + ": is damaged: " + e.getOriginalMessage() + ". Copy it again.", e);
    }
    if (byTask == null || byTask.values().stream().anyMatch(Objects::isNull)) {
      throw new InvalidInputException(
          place + "/" + name + ": is damaged: it tells nothing of a task. Copy it again.");
    }
    return Optional.of(byTask);
  }
}
