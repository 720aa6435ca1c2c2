package org.taskweave.cli;

import java.util.Locale;
import java.util.Optional;

/** What a person can do when memory has run out. */
final class MemoryMessage {

  private MemoryMessage() {}

  /** An error of memory behind another one. */
  static Optional<OutOfMemoryError> cause(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError memory) {
        return Optional.of(memory);
      }
    }
    return Optional.empty();
  }

  /** One line that names the setting to change. */
  static String of(OutOfMemoryError error) {
    String message = String.valueOf(error.getMessage());
    return message.contains("Java heap") || message.contains("GC overhead")
        ? ofHeap()
        : ofNumbers(message);
  }

  private static String ofHeap() {
    long gigabytes = Math.max(1, Math.round(Runtime.getRuntime().maxMemory() / 1e9));
    return String.format(
        Locale.ROOT,
        "out of memory: the log and its examples need more than the %d GB of heap that there are."
            + " Give the process more, for instance with --memory %dg (half of it is heap), or read"
            + " less: fewer data.files, a smaller sequence.maxEvents.",
        gigabytes,
        4 * gigabytes);
  }

  private static String ofNumbers(String message) {
    return "out of memory for the model's numbers: make training.batchSize (or evaluation.batchSize),"
        + " sequence.maxTokens or the layers' hidden smaller, or give the process more with --memory,"
        + " as in --memory 24g ("
        + message.lines().findFirst().orElse("")
        + ")";
  }
}
