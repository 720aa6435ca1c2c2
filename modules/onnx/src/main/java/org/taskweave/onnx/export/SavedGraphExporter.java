package org.taskweave.onnx.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.nn.store.GraphBytes;
import org.taskweave.onnx.graph.OnnxFile;
import org.taskweave.onnx.graph.OnnxGraph;
import org.taskweave.onnx.samediff.OperationMappers;
import org.taskweave.onnx.samediff.SameDiffExporter;
import org.taskweave.training.run.Versions;

/** Writes saved SameDiff graphs, of whatever origin, as ONNX files. */
public final class SavedGraphExporter {

  private final OperationMappers mappers;

  /** An exporter for the operations this program knows. */
  public SavedGraphExporter() {
    this(OperationMappers.standard());
  }

  /** An exporter with other mappers. */
  public SavedGraphExporter(OperationMappers mappers) {
    this.mappers = mappers;
  }

  /**
   * Reads a graph that {@code SameDiff.save} wrote and writes its outputs' part as an ONNX file.
   * Inputs and outputs keep their names.
   *
   * @param outputs names of variables; the graph's own outputs if empty
   * @param layerNormEpsilon added to the variance in layer norms; {@link
   *     SameDiffExporter#DEFAULT_LAYER_NORM_EPSILON} for what SameDiff computes
   * @throws InvalidInputException if there is no such file, it is no SameDiff graph, or it lacks an
   *     output
   * @throws org.taskweave.onnx.samediff.UnmappedOperationException naming an operation without a
   *     mapper
   */
  public void export(Path savedGraph, List<String> outputs, double layerNormEpsilon, Path file) {
    SameDiff graph = load(savedGraph);
    List<String> wanted = outputs.isEmpty() ? ownOutputs(graph) : outputs;
    for (String output : wanted) {
      if (!graph.hasVariable(output)) {
        throw new InvalidInputException(
            savedGraph
                + ": has no variable \""
                + output
                + "\"; its outputs are "
                + ownOutputs(graph));
      }
    }
    OnnxGraph onnx = new SameDiffExporter(mappers).export(graph, wanted, layerNormEpsilon);
    OnnxFile files = new OnnxFile(Versions.all().get("taskweave"), OnnxFile.MOST_INLINE_BYTES);
    FilesTogether.write(file, part -> files.write(onnx, Map.of(), part));
  }

  /** What operations compute and no other reads; SameDiff.outputs() is null for a loaded graph. */
  private static List<String> ownOutputs(SameDiff graph) {
    return graph.getVariables().values().stream()
        .filter(variable -> variable.getOutputOfOp() != null)
        .filter(
            variable -> variable.getInputsForOp() == null || variable.getInputsForOp().isEmpty())
        .map(Variable::getName)
        .toList();
  }

  private static SameDiff load(Path savedGraph) {
    if (!Files.isRegularFile(savedGraph)) {
      throw new InvalidInputException(
          savedGraph + ": there is no such file; a graph that SameDiff saved was expected");
    }
    return GraphBytes.read(
        savedGraph.toString(),
        BoundedFile.bytes(savedGraph, savedGraph.toString(), Integer.MAX_VALUE - 8));
  }
}
