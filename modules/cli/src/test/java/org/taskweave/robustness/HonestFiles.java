package org.taskweave.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.cli.CommandRun;
import org.taskweave.cli.SmallLog;
import org.taskweave.zoo.EncoderLoader;
import org.taskweave.zoo.onnx.TinyOnnx;

/** A folder of good files for every subject, all of them small. */
final class HonestFiles {

  private static final Path MODULES = Path.of("..").toAbsolutePath().normalize();
  private static final Path BERT = MODULES.resolve("training/src/test/resources/golden/tiny-bert");

  private final Path folder;

  private HonestFiles(Path folder) {
    this.folder = folder;
  }

  static HonestFiles make(Path folder) throws IOException {
    HonestFiles files = new HonestFiles(folder);
    files.encoders();
    files.bundleAndExport();
    files.foreign();
    return files;
  }

  Path of(Subject subject) {
    String name = subject.name();
    return folder.resolve(
        switch (name) {
          case "safetensors", "config", "tokenizer" -> "encoder";
          case "bundle-sealed", "manifest", "model-zip" -> "bundle";
          case "export-context", "export-sealed" -> "export";
          default -> name;
        });
  }

  private void encoders() throws IOException {
    Path encoder = Files.createDirectories(folder.resolve("encoder"));
    for (String name : new String[] {"config.json", "model.safetensors"}) {
      Files.copy(BERT.resolve(name), encoder.resolve(name));
    }
    Files.writeString(
        encoder.resolve("tokenizer.json"),
        EncoderLoader.load(BERT.toString(), BERT).tokenizerJson());
    Path onnx = Files.createDirectories(folder.resolve("onnx-encoder"));
    new TinyOnnx().write(onnx.resolve("model.onnx"));
    Files.writeString(onnx.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n");
  }

  private void bundleAndExport() throws IOException {
    Path log = Files.createDirectories(folder.resolve("log"));
    Path recipe = SmallLog.write(log);
    done("train", recipe, "--out", log.resolve("run"));
    copy(log.resolve("run/bundle"), folder.resolve("bundle"));
    done(
        "export",
        folder.resolve("bundle"),
        "--out",
        folder.resolve("export/model.onnx"),
        "--quarantine",
        folder.resolve("quarantine"));
  }

  private static void done(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(0, run.exitCode(), run.err());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private void foreign() throws IOException {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 6);
    SDVariable hidden =
        x.mmul(graph.var("w", Nd4j.rand(DataType.FLOAT, 6, 8)))
            .add(graph.var("b", Nd4j.rand(DataType.FLOAT, 8)));
    SDVariable normed =
        graph
            .nn()
            .layerNorm(
                graph.nn().relu(hidden, 0),
                graph.var("gain", Nd4j.ones(DataType.FLOAT, 8)),
                false,
                1);
    SDVariable both =
        graph
            .concat(1, hidden, normed.reshape(-1, 8))
            .mmul(graph.var("v", Nd4j.rand(DataType.FLOAT, 16, 3)));
    graph.nn().softmax("y", both, 1);
    Path file = Files.createDirectories(folder.resolve("graph")).resolve("tower.fb");
    graph.save(file.toFile(), false);
    Path keras = Files.createDirectories(folder.resolve("keras"));
    Files.copy(MODULES.resolve("nn/src/test/resources/tower/tower.h5"), keras.resolve("tower.h5"));
  }
}
