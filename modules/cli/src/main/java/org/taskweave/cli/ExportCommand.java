package org.taskweave.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Inputs;
import org.taskweave.core.input.FileSignature;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.log.LogReader;
import org.taskweave.onnx.export.BundleExporter;
import org.taskweave.onnx.export.EngineComparison;
import org.taskweave.onnx.export.ExportOptions;
import org.taskweave.onnx.export.ExtraOutputs;
import org.taskweave.onnx.export.ParityExamples;
import org.taskweave.onnx.export.ParityReport;
import org.taskweave.onnx.export.Precision;
import org.taskweave.onnx.graph.OnnxFile;
import org.taskweave.onnx.score.OnnxScorer;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.bundle.ModelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = {
      "Writes a bundle as an ONNX file, proven equal, with all that serving it needs.",
      "Tokenizer, recipe, preprocessing and a README for the person who serves it stand beside it.",
      "Before that the file is run in ONNX Runtime beside the model; if their outputs differ by more",
      "than the tolerance nothing is written."
    })
final class ExportCommand implements Callable<Integer> {

  /** The kinds of quantization. */
  enum Quantization {
    INT8;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The kinds of storage. */
  enum Storage {
    FP32,
    FP16;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "BUNDLE", description = "A bundle's folder or zip file.")
  private Path bundle;

  @Mixin private VerifyOption signed;

  @Mixin private LogOptions log;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file, for instance serve/model.onnx; the others are written beside it.")
  private Path file;

  @Option(names = "--logits", description = "Also put out TASK.logits.")
  private boolean logits;

  @Option(
      names = "--values",
      description = "Also put out TASK.value of regression tasks, in the label's unit.")
  private boolean values;

  @Option(names = "--pooled", description = "Also put out the sequence's vector, \"pooled\".")
  private boolean pooled;

  @Option(
      names = "--quantize",
      description = "Weights in 8 bits and integer products: ${COMPLETION-CANDIDATES}.")
  private Quantization quantization;

  @Option(
      names = "--storage",
      defaultValue = "fp32",
      description =
          "How weights are stored: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default. fp16 halves"
              + " the file and computes as before.")
  private Storage storage;

  @Option(
      names = "--tolerance",
      paramLabel = "NUMBER",
      description =
          "The most that an output may differ, absolute: 1e-4 by default, 1e-2 with --storage fp16,"
              + " 0.25 with --quantize int8.")
  private Double tolerance;

  @Option(
      names = "--evaluate",
      description =
          "Also measure the test split with the model and with the file, and their speed; writes"
              + " comparison.json.")
  private boolean evaluate;

  @Option(
      names = "--sign",
      paramLabel = "KEY",
      description = "Sign the file with this Ed25519 private key (PEM); see \"sign\".")
  private Path signingKey;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    BundleExporter.checkName(file);
    if (quantization != null && storage == Storage.FP16) {
      throw new InvalidInputException(
          "--quantize and --storage fp16 exclude each other: 8 bits are less than 16 already");
    }
    Precision precision =
        quantization != null
            ? Precision.INT8
            : storage == Storage.FP16 ? Precision.FP16_STORAGE : Precision.FP32;
    ExportOptions options =
        new ExportOptions(
            new ExtraOutputs(logits, values, pooled),
            precision,
            tolerance == null ? OptionalDouble.empty() : OptionalDouble.of(tolerance),
            OnnxFile.MOST_INLINE_BYTES);
    PrintWriter out = spec.commandLine().getOut();
    try (ModelBundle loaded = signed.load(bundle);
        ConsoleProgress progress = new ConsoleProgress(out, spec.commandLine().getErr())) {
      Recipe recipe = log.recipe(loaded.recipe());
      refuseInputs(recipe);
      ParityExamples examples = ParityExamples.ofLog(loaded, recipe, log.quarantine());
      List<ParityReport> reports = new BundleExporter().export(loaded, file, options, examples);
      if (signingKey != null) {
        FileSignature.sign(file, signingKey);
      }
      reports.forEach(report -> out.print(report.table()));
      out.println(
          String.format(
              Locale.ROOT,
              "%s (%.1f MB); README.md beside it says how to serve it",
              file,
              megabytes()));
      out.flush();
      if (evaluate) {
        compare(loaded, recipe, examples, out, progress);
      }
    }
    out.flush();
    return 0;
  }

  /** All that is written: the file and what lies beside it. */
  private void refuseInputs(Recipe recipe) {
    List<Path> read = new ArrayList<>(LogReader.files(recipe.data()));
    read.add(bundle);
    Inputs inputs = new Inputs(read);
    inputs.refuse("--out", file);
    List<String> siblings = new ArrayList<>(ModelContext.FILES);
    siblings.addAll(List.of("parity.json", "comparison.json", "README.md"));
    for (String beside : siblings) {
      inputs.refuse("--out", file.resolveSibling(beside));
    }
  }

  private void compare(
      ModelBundle loaded,
      Recipe recipe,
      ParityExamples examples,
      PrintWriter out,
      ConsoleProgress progress) {
    try (OnnxScorer scorer = OnnxScorer.open(file)) {
      EngineComparison comparison =
          EngineComparison.measure(
              loaded, recipe, scorer, file, examples, log.quarantine(), progress);
      out.println(comparison.table());
      AtomicFiles.write(file.resolveSibling("comparison.json"), comparison.json());
    }
  }

  private double megabytes() {
    try {
      long bytes = Files.size(file);
      Path second = OnnxFile.external(file);
      return (bytes + Optional.of(second).filter(Files::exists).map(ExportCommand::size).orElse(0L))
          / 1e6;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path path) {
    return path.toFile().length();
  }
}
