package org.taskweave.serve.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.onnx.score.RuntimeOptions;
import org.taskweave.onnx.score.ServedModel;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.bundle.ModelContext;

/** What runs a model. */
public enum Engine {
  /** The bundle's own network, by execution plans. */
  PLAN {
    @Override
    Opened open(Path path) {
      ModelBundle bundle = ModelBundle.load(path);
      return new Opened(this, bundle.context(), bundle.served(), bundle::close);
    }

    @Override
    Path sealOf(Path path) {
      return ModelBundle.seal(path);
    }
  },
  /** ONNX Runtime, with an exported file. */
  ONNX {
    @Override
    Opened open(Path path) {
      ServedModel model = ServedModel.open(exported(path).orElseThrow(), RuntimeOptions.DEFAULT);
      return new Opened(this, model.context(), model.scorer(), model::close);
    }

    @Override
    Path sealOf(Path path) {
      return exported(path).orElseThrow();
    }
  };

  /** A model and its engine. */
  record Opened(Engine engine, ModelContext context, BatchScorer scorer, Runnable close) {}

  abstract Opened open(Path path);

  /** The file that is signed where a model is. */
  abstract Path sealOf(Path path);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The engine that runs what lies at a path.
   *
   * @param path a bundle's folder or zip file, or an export: its folder or ONNX file
   * @param wanted refuses the other one
   * @throws InvalidInputException if it is neither, or is run by the other engine
   */
  static Engine of(Path path, Optional<Engine> wanted) {
    if (!Files.exists(path)) {
      throw new InvalidInputException(
          path + ": there is no such file or folder; name a bundle or an export");
    }
    Engine engine = exported(path).isPresent() ? ONNX : PLAN;
    if (wanted.isPresent() && wanted.get() != engine) {
      throw new InvalidInputException(
          engine == ONNX
              ? path + ": is an export, which --engine onnx runs; --engine plan needs its bundle"
              : path
                  + ": is no export, which --engine onnx needs: write one with \"taskweave export "
                  + path
                  + " --out FOLDER/model.onnx\" and serve FOLDER");
    }
    return engine;
  }

  /** The ONNX file of an export. */
  private static Optional<Path> exported(Path path) {
    if (path.toString().endsWith(".onnx")) {
      return Optional.of(path);
    }
    if (!Files.isDirectory(path)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
      if (found.size() > 1) {
        throw new InvalidInputException(path + ": holds several exports: name one of " + found);
      }
      return found.stream().findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + path, e);
    }
  }
}
