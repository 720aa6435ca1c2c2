package org.taskweave.hyperparam.ablate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;

/** An ablation's files: trainings.jsonl, ablation.json, ablation.txt, ablation.svg. */
public record AblationFolder(Path path) {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What all trainings of a folder share.
   *
   * @param recipe its text, all defaults written
   */
  record Origin(String recipe, String dataHash) {}

  private Path trainings() {
    return path.resolve("trainings.jsonl");
  }

  /** The result as data. */
  public Path json() {
    return path.resolve("ablation.json");
  }

  /** The result as a table. */
  public Path table() {
    return path.resolve("ablation.txt");
  }

  /** The result as a picture. */
  public Path picture() {
    return path.resolve("ablation.svg");
  }

  /** All files that are written. */
  public List<Path> files() {
    return List.of(trainings(), json(), table(), picture());
  }

  Path quarantine() {
    return path.resolve("quarantine");
  }

  /**
   * Trainings that were finished before.
   *
   * @throws InvalidInputException if they are of another recipe or other data
   */
  List<FinishedTraining> finished(Origin origin) {
    if (!Files.exists(trainings())) {
      return List.of();
    }
    try {
      List<String> lines = Files.readAllLines(trainings());
      if (!JSON.readValue(lines.get(0), Origin.class).equals(origin)) {
        throw new InvalidInputException(
            path
                + ": holds trainings of another recipe or other data, which cannot be compared with"
                + " new ones: name another folder");
      }
      List<FinishedTraining> finished = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        finished.add(JSON.readValue(line, FinishedTraining.class));
      }
      return finished;
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new InvalidInputException(
          trainings() + ": cannot be read: " + e + ": remove it to train anew", e);
    }
  }

  /** Writes all of them as a whole, so that a kill leaves those of before. */
  void write(Origin origin, List<FinishedTraining> finished) {
    try {
      StringBuilder text = new StringBuilder(JSON.writeValueAsString(origin)).append('\n');
      for (FinishedTraining training : finished) {
        text.append(JSON.writeValueAsString(training)).append('\n');
      }
      AtomicFiles.write(trainings(), text.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("trainings are always JSON", e);
    }
  }

  void write(Ablation ablation) {
    try {
      AtomicFiles.write(
          json(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(ablation) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an ablation is always JSON", e);
    }
    AtomicFiles.write(table(), ablation.text());
    AtomicFiles.write(picture(), ForestPlot.svg(ablation));
  }
}
