package org.taskweave.hyperparam.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.taskweave.hyperparam.kept.KeptTrainings;

/**
 * A comparison's files.
 *
 * @param path of the folder
 */
public record ComparisonFolder(Path path) {

  /** What was asked for, and what is finished of it. */
  KeptTrainings<TrainedRow> kept() {
    return new KeptTrainings<>(path, TrainedRow.class);
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
    return Stream.concat(kept().files().stream(), Stream.of(json(), csv(), html())).toList();
  }

  /** Bad rows of the log. */
  Path quarantine() {
    return path.resolve("quarantine");
  }
}
