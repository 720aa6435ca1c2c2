package org.taskweave.hyperparam.ablate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.JsonText;
import org.taskweave.hyperparam.kept.KeptTrainings;

/**
 * An ablation's files: request.json, trainings.jsonl, ablation.json, ablation.txt, ablation.svg.
 */
public record AblationFolder(Path path) {

  private static final JsonMapper JSON = new JsonMapper();

  /** What was asked for, and what is finished of it. */
  KeptTrainings<FinishedTraining> kept() {
    return new KeptTrainings<>(path, FinishedTraining.class);
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
    return Stream.concat(kept().files().stream(), Stream.of(json(), table(), picture())).toList();
  }

  Path quarantine() {
    return path.resolve("quarantine");
  }

  void write(Ablation ablation) {
    AtomicFiles.write(json(), JsonText.of(JSON.writerWithDefaultPrettyPrinter(), ablation) + "\n");
    AtomicFiles.write(table(), ablation.text());
    AtomicFiles.write(picture(), ForestPlot.svg(ablation));
  }
}
