package org.taskweave.cli;

import java.util.Optional;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.Regions;
import picocli.CommandLine.Option;

/** Regions that hold the label with a given probability. */
final class CoverageOption {

  @Option(
      names = "--coverage",
      paramLabel = "SHARE",
      description = {
        "Also where the label lies with this probability, 0.9 for instance: an interval of numbers,",
        "a set of classes, by how far dev labels were from what was predicted."
      })
  private Double coverage;

  Optional<Regions> of(ModelBundle bundle) {
    return Optional.ofNullable(coverage)
        .map(share -> new Regions(share, bundle.preprocessing().tasks(), bundle.conformal()));
  }
}
