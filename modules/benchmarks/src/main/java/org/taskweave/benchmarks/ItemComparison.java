package org.taskweave.benchmarks;

import java.util.List;
import picocli.CommandLine.Command;

/** The next-item model beside PyTorch. */
@Command(
    name = "items",
    description = "Times a next-item model's training beside PyTorch; prints the ratios.")
final class ItemComparison extends TorchComparison {

  @Override
  String ours() {
    return "item-times";
  }

  @Override
  List<String> usualShapes() {
    return List.of("32x100");
  }
}
