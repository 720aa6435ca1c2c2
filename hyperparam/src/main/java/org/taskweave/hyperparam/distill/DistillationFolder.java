package org.taskweave.hyperparam.distill;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.JsonText;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.training.run.Teaching;

/**
 * A distillation's files: the student as bundle, the same model without a teacher as alone, and the
 * report as distillation.txt and .json.
 */
public record DistillationFolder(Path path) {

  private static final int MOST_BYTES = 16 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What the bundles of a folder are of.
   *
   * @param teacher when its training began, and the hash of its events
   * @param recipe the student's, all defaults written
   */
  record Origin(String teacher, String recipe, Teaching teaching) {}

  /** The taught student's bundle. */
  public Path student() {
    return path.resolve("bundle");
  }

  /** The bundle of the same model without a teacher. */
  public Path alone() {
    return path.resolve("alone");
  }

  private Path origin() {
    return path.resolve("origin.json");
  }

  /** The report as data. */
  public Path json() {
    return path.resolve("distillation.json");
  }

  /** The report as a table. */
  public Path table() {
    return path.resolve("distillation.txt");
  }

  /** All that is written. */
  public List<Path> files() {
    return List.of(student(), alone(), origin(), json(), table());
  }

  Path quarantine() {
    return path.resolve("quarantine");
  }

  /**
   * Refuses a folder with something else in it.
   *
   * @throws InvalidInputException if it is of another teacher, student or setting
   */
  void requireOnly(Origin own) {
    try {
      if (Files.exists(origin())) {
        String text = BoundedFile.text(origin(), origin().toString(), MOST_BYTES);
        if (!own.equals(JSON.readValue(text, Origin.class))) {
          throw new InvalidInputException(
              path
                  + ": holds a distillation of another teacher, student or setting: name another"
                  + " folder");
        }
        return;
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          origin() + ": cannot be read: " + e + ": remove the folder to train anew", e);
    }
    for (Path file : files()) {
      if (Files.exists(file)) {
        throw new InvalidInputException(
            file + ": is there already, and of no distillation: name another folder");
      }
    }
  }

  /** Says what the bundles are of; before the first one is written. */
  void begin(Origin own) {
    AtomicFiles.write(origin(), JsonText.of(JSON, own) + "\n");
  }

  void write(Distillation distillation) {
    AtomicFiles.write(
        json(), JsonText.of(JSON.writerWithDefaultPrettyPrinter(), distillation) + "\n");
    AtomicFiles.write(table(), distillation.text());
  }
}
