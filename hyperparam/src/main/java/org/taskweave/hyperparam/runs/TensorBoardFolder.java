package org.taskweave.hyperparam.runs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.training.run.MeasuredMetric;
import org.taskweave.training.run.RunHistory;

/**
 * Runs' curves for TensorBoard: {@code dev/TASK/METRIC} and {@code dev/objective} by epoch, {@code
 * test/TASK/METRIC} at the last one. Writing again replaces what was written.
 */
public final class TensorBoardFolder {

  private static final String FILE = "events.out.tfevents.taskweave";

  private TensorBoardFolder() {}

  /**
   * Writes a folder of its own, by its name, for each run that has come through an epoch.
   *
   * @return how many
   */
  public static int write(List<RunEntry> runs, Path folder) {
    int written = 0;
    for (RunEntry run : runs) {
      List<RunHistory.Epoch> epochs =
          run.history().map(RunHistory::epochs).orElse(List.<RunHistory.Epoch>of());
      if (!epochs.isEmpty()) {
        byte[] content = content(run.history().orElseThrow());
        AtomicFiles.write(
            folder.resolve(run.name()).resolve(FILE), part -> Files.write(part, content));
        written++;
      }
    }
    return written;
  }

  static byte[] content(RunHistory history) {
    double time = Instant.parse(history.startedAt()).toEpochMilli() / 1e3;
    EventFile file = new EventFile(time);
    int step = 0;
    for (RunHistory.Epoch epoch : history.epochs()) {
      step = epoch.number();
      time += Double.isNaN(epoch.seconds()) ? 0 : epoch.seconds();
      file.scalar(time, step, "dev/objective", epoch.objective());
      for (var task : epoch.devMetrics().entrySet()) {
        for (var metric : task.getValue().entrySet()) {
          file.scalar(
              time, step, "dev/" + task.getKey() + "/" + metric.getKey(), metric.getValue());
        }
      }
    }
    for (MeasuredMetric metric : history.test()) {
      file.scalar(time, step, "test/" + metric.task() + "/" + metric.name(), metric.value());
    }
    return file.content();
  }
}
