package org.taskweave.benchmarks;

import java.util.List;
import picocli.CommandLine.Command;

/** The text model beside PyTorch. */
@Command(name = "compare", description = "Times the engine beside PyTorch; prints the ratios.")
final class EngineComparison extends TorchComparison {

  @Override
  String ours() {
    return "engine";
  }

  @Override
  List<String> usualShapes() {
    return List.of("16x64", "16x128", "32x64", "32x128");
  }
}
