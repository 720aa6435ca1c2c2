package org.taskweave.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.onnx.score.OnnxScorer;
import org.taskweave.onnx.score.RuntimeOptions;
import org.taskweave.training.bundle.ModelBundle;
import picocli.CommandLine.Option;

/** What runs the model: the bundle's own network, or ONNX Runtime with a file exported from it. */
final class EngineOptions {

  /** The engines. */
  enum Engine {
    NATIVE,
    ONNX;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An engine that is open; the bundle closes its own. */
  interface Opened extends AutoCloseable {
    /** What scores. */
    BatchScorer scorer();

    @Override
    void close();
  }

  @Option(
      names = "--engine",
      defaultValue = "native",
      description = "What runs the model: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private Engine engine;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "With --engine onnx: the file that \"export\" wrote from this bundle.")
  private Path model;

  @Option(
      names = "--threads",
      defaultValue = "0",
      paramLabel = "N",
      description = "With --engine onnx: threads within a batch; one per core by default.")
  private int threads;

  /**
   * Opens the engine that was asked for.
   *
   * @param signed also says whose exported files are run
   */
  Opened open(ModelBundle bundle, Path bundlePath, VerifyOption signed) {
    if (engine == Engine.NATIVE) {
      if (model != null || threads != 0) {
        throw new InvalidInputException(
            "--model and --threads belong to --engine onnx: add it, or remove them");
      }
      return opened(bundle.served(), () -> {});
    }
    if (model == null) {
      throw new InvalidInputException(
          "--engine onnx needs --model FILE: write one with \"taskweave export "
              + bundlePath
              + " --out FOLDER/model.onnx\"");
    }
    signed.require(model);
    OnnxScorer scorer = OnnxScorer.open(model, new RuntimeOptions(threads, true));
    try {
      scorer.requireModel(bundle.model(), bundlePath);
    } catch (RuntimeException e) {
      scorer.close();
      throw e;
    }
    return opened(scorer, scorer::close);
  }

  private static Opened opened(BatchScorer scorer, Runnable close) {
    return new Opened() {
      @Override
      public BatchScorer scorer() {
        return scorer;
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }
}
