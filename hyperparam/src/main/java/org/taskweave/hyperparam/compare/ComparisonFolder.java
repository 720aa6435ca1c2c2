package org.taskweave.hyperparam.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;

/**
 * A comparison's files.
 *
 * @param path of the folder
 */
public record ComparisonFolder(Path path) {

  private static final JsonMapper JSON = new JsonMapper();

  /** Finished trainings, one JSON object in a line, below the line of what they belong to. */
  Path trainings() {
    return path.resolve("trainings.jsonl");
  }

  /** The comparison as data. */
  public Path json() {
    return path.resolve("comparison.json");
  }

  /** The comparison as a table. */
  public Path csv() {
    return path.resolve("comparison.csv");
  }

  /** The comparison as a page. */
  public Path html() {
    return path.resolve("comparison.html");
  }

  /** All files that are written. */
  public List<Path> files() {
    return List.of(trainings(), json(), csv(), html());
  }

  /** Bad rows of the log. */
  Path quarantine() {
    return path.resolve("quarantine");
  }

  /**
   * What all trainings of a folder share.
   *
   * @param recipe its text, all defaults written
   */
  record Origin(String recipe, String dataHash) {}

  /**
   * The finished trainings of a comparison that was begun before.
   *
   * @throws InvalidInputException if they are of another recipe or other data
   */
  List<TrainedRow> finished(Origin origin) {
    if (!Files.exists(trainings())) {
      return List.of();
    }
    try {
      List<String> lines = Files.readAllLines(trainings());
      Origin before = JSON.readValue(lines.get(0), Origin.class);
      if (!before.equals(origin)) {
        throw new InvalidInputException(
            path
                + ": holds trainings "
                + (before.recipe().equals(origin.recipe())
                    ? "on the data " + before.dataHash() + ", but now they are " + origin.dataHash()
                    : "of another recipe")
                + ", which cannot be compared with new ones: name another folder");
      }
      List<TrainedRow> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        rows.add(JSON.readValue(line, TrainedRow.class));
      }
      return rows;
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new InvalidInputException(
          trainings() + ": cannot be read: " + e + ": remove it to train anew", e);
    }
  }

  /** Writes the finished trainings as a whole, so that a kill leaves those of before. */
  void write(Origin origin, List<TrainedRow> rows) {
    try {
      StringBuilder text = new StringBuilder(JSON.writeValueAsString(origin)).append('\n');
      for (TrainedRow row : rows) {
        text.append(JSON.writeValueAsString(row)).append('\n');
      }
      AtomicFiles.write(trainings(), text.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("trainings are always JSON", e);
    }
  }
}
