package org.taskweave.onnx.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.JsonText;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.feature.LabelScale;

/**
 * What an exported file says of itself, in its metadata properties.
 *
 * @param tasks in the order of the model's tasks
 * @param categoricalChannels names of the Q categorical channels
 * @param numericChannels names of the E numeric channels
 * @param userFeatures names of the F user features
 * @param weightsSha256 of all parameters of the model it was exported from
 * @param versions of Taskweave and DL4J
 * @param precision "fp32", "fp16 storage" or "int8"
 */
public record FileMetadata(
    List<Task> tasks,
    List<String> categoricalChannels,
    List<String> numericChannels,
    List<String> userFeatures,
    String weightsSha256,
    Map<String, String> versions,
    String precision) {

  /** The property that holds all of it as JSON; the others repeat it for readers without JSON. */
  private static final String KEY = "taskweave";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * One task.
   *
   * @param kind "Binary", for instance, see {@link TaskSpec#kindName}
   * @param width values per row
   * @param mean and deviation: a prediction of a regression task means score * deviation + mean
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Task(
      String name, String kind, int width, List<String> classes, double mean, double deviation) {

    /** What the file says of a task. */
    public static Task of(TaskSpec task, LabelScale scale) {
      return new Task(
          task.name(),
          task.kindName(),
          task.outputWidth(),
          task.classes(),
          scale.mean(),
          scale.deviation());
    }
  }

  public FileMetadata {
    tasks = List.copyOf(tasks);
    categoricalChannels = List.copyOf(categoricalChannels);
    numericChannels = List.copyOf(numericChannels);
    userFeatures = List.copyOf(userFeatures);
    versions = Map.copyOf(versions);
  }

  /** N of the catalog that next-item tasks rank; 0 without such tasks. */
  int items() {
    return tasks.stream()
        .filter(task -> task.kind().equalsIgnoreCase("nextItem"))
        .mapToInt(Task::width)
        .findFirst()
        .orElse(0);
  }

  /** As properties of a file. */
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(KEY, JsonText.of(JSON, this));
    properties.put("tasks", String.join(",", tasks.stream().map(Task::name).toList()));
    for (Task task : tasks) {
      properties.put("task." + task.name() + ".kind", task.kind());
      if (!task.classes().isEmpty()) {
        properties.put("task." + task.name() + ".classes", String.join("\n", task.classes()));
      }
    }
    properties.put("weightsSha256", weightsSha256);
    versions.forEach((name, version) -> properties.put("version." + name, version));
    properties.put("precision", precision);
    return properties;
  }

  /**
   * Reads a file's properties.
   *
   * @param source the file, for messages
   * @throws InvalidInputException if Taskweave did not write them
   */
  static FileMetadata of(Map<String, String> properties, Object source) {
    String json = properties.get(KEY);
    if (json == null) {
      throw new InvalidInputException(
          source
              + ": is an ONNX file, but not one of Taskweave's: its metadata lack \""
              + KEY
              + "\". Export it with \"taskweave export\".");
    }
    try {
      return JSON.readValue(json, FileMetadata.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          source + ": its metadata are damaged: " + e.getOriginalMessage(), e);
    }
  }
}
