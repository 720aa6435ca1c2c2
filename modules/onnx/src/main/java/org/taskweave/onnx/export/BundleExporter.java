package org.taskweave.onnx.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.onnx.graph.OnnxFile;
import org.taskweave.onnx.graph.OnnxGraph;
import org.taskweave.onnx.network.NetworkExporter;
import org.taskweave.onnx.network.VertexMappers;
import org.taskweave.onnx.samediff.OperationMappers;
import org.taskweave.onnx.score.FileMetadata;
import org.taskweave.onnx.score.OnnxScorer;
import org.taskweave.onnx.score.RuntimeOptions;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.bundle.ModelContext;

/**
 * Writes a bundle as an ONNX file with what a server needs beside it, after proving in this JVM
 * that the file computes what the model does. All files appear together, or none.
 */
public final class BundleExporter {

  private final NetworkExporter exporter;

  /** An exporter for the layers and operations this program knows. */
  public BundleExporter() {
    this(new NetworkExporter(VertexMappers.standard(), OperationMappers.standard()));
  }

  /** An exporter with other mappers. */
  public BundleExporter(NetworkExporter exporter) {
    this.exporter = exporter;
  }

  /**
   * Exports.
   *
   * @param file ends in ".onnx"; the other files lie beside it and are replaced
   * @return one report for single precision, and one more for another precision
   * @throws ParityFailedException if the file says something else than the model
   * @throws org.taskweave.onnx.samediff.UnmappedOperationException if the model has a layer or
   *     operation without a mapper
   */
  public List<ParityReport> export(
      ModelBundle bundle, Path file, ExportOptions options, ParityExamples examples) {
    checkName(file);
    return FilesTogether.write(file, part -> write(bundle, part, options, examples));
  }

  /**
   * Refuses a name that no ONNX file has.
   *
   * @throws InvalidInputException if it does not end in ".onnx"
   */
  public static void checkName(Path file) {
    if (!file.getFileName().toString().endsWith(".onnx")) {
      throw new InvalidInputException(
          file + ": an ONNX file's name ends in \".onnx\", for instance " + file + "/model.onnx");
    }
  }

  private List<ParityReport> write(
      ModelBundle bundle, Path file, ExportOptions options, ParityExamples examples)
      throws IOException {
    ExportSource source = ExportSource.of(bundle);
    OnnxGraph graph = new ModelGraph(exporter).of(source, options.extraOutputs());
    FileMetadata metadata = source.metadata(options.precision().label());
    OnnxFile files = new OnnxFile(metadata.versions().get("taskweave"), options.mostInlineBytes());
    ParityCheck check = new ParityCheck(bundle.model().tasks(), examples);
    List<ParityReport> reports = new ArrayList<>();
    Path trial = Files.createDirectory(file.resolveSibling("trial")).resolve("trial.onnx");
    for (Precision precision : stages(options.precision())) {
      files.write(precision.applyTo(graph), metadata.properties(), trial);
      try (OnnxScorer scorer = OnnxScorer.open(trial)) {
        ParityReport report =
            check.measure(bundle.served(), scorer, precision, options.toleranceOf(precision));
        if (!report.holds()) {
          throw new ParityFailedException(report);
        }
        reports.add(report);
      }
    }
    AtomicFiles.delete(trial.getParent());
    bundle.context().write(file.getParent());
    Files.writeString(file.resolveSibling("parity.json"), ParityJson.of(reports));
    Files.writeString(
        file.resolveSibling("README.md"),
        ServingGuide.of(file.getFileName().toString(), bundle, options, reports));
    Map<String, String> properties = new LinkedHashMap<>(metadata.properties());
    properties.put("parity", ParityJson.of(reports));
    files.write(options.precision().applyTo(graph), properties, ModelContext.FILES, file);
    // The strictest load there is: no rewriting, and every type and shape inferred.
    OnnxScorer.open(file, new RuntimeOptions(1, false)).close();
    return reports;
  }

  /** The graph is proven in single precision first: what is lost after that is rounding. */
  private static List<Precision> stages(Precision precision) {
    return precision == Precision.FP32
        ? List.of(Precision.FP32)
        : List.of(Precision.FP32, precision);
  }
}
