package org.taskweave.onnx.score;

import java.nio.file.Path;
import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.onnx.graph.FileSeal;
import org.taskweave.training.bundle.ModelContext;

/**
 * An export folder that predicts: the ONNX file and beside it the context of its model. No bundle
 * is needed: a {@code Recommender} takes the two. Thread-safe.
 *
 * @param scorer runs batches; thread-safe
 * @param context turns a log into the batches, and scores into predictions
 */
public record ServedModel(OnnxScorer scorer, ModelContext context) implements AutoCloseable {

  /**
   * Opens an export folder.
   *
   * @param file the ONNX file in it
   * @throws InvalidInputException if a file is missing, damaged or of another export
   */
  public static ServedModel open(Path file, RuntimeOptions options) {
    OnnxScorer scorer = OnnxScorer.open(file, options);
    try {
      FileSeal.requireIntactFolder(file);
      Path folder = file.toAbsolutePath().getParent();
      ModelContext context = ModelContext.read(folder, folder.toString());
      ServedModel served = new ServedModel(scorer, context);
      try {
        served.requireSameTasks(file);
        return served;
      } catch (RuntimeException e) {
        context.close();
        throw e;
      }
    } catch (RuntimeException e) {
      scorer.close();
      throw e;
    }
  }

  private void requireSameTasks(Path file) {
    List<String> tasks = context.tasks().stream().map(TaskSpec::name).toList();
    List<String> own = scorer.metadata().tasks().stream().map(FileMetadata.Task::name).toList();
    if (!tasks.equals(own)) {
      throw new InvalidInputException(
          file
              + ": has the tasks "
              + own
              + ", but the recipe beside it has "
              + tasks
              + ". Keep the files of one export together.");
    }
  }

  @Override
  public void close() {
    context.close();
    scorer.close();
  }
}
