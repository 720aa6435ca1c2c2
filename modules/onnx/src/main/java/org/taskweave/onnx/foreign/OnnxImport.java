package org.taskweave.onnx.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;

/** Reads ONNX files of other programs into SameDiff, proven by ONNX Runtime. */
public final class OnnxImport {

  /** Greatest difference of a node's results, relative to the greatest of them or 1. */
  private static final double TOLERANCE = 1e-4;

  private final Path file;
  private final ModelProto model;

  private OnnxImport(Path file, ModelProto model) {
    this.file = file;
    this.model = model;
  }

  /**
   * Reads a file and writes it as a saved SameDiff graph; its weights become variables, so that
   * they can be trained.
   *
   * @param target the new file (.fb)
   * @throws InvalidInputException naming file and node where the graph cannot be imported, or the
   *     import computes something else than ONNX Runtime
   */
  public static void convert(Path file, Path target) {
    SameDiff graph = read(file);
    AtomicFiles.write(target, part -> graph.save(part.toFile(), false));
  }

  /** As {@link #convert}, without writing. */
  public static SameDiff read(Path file) {
    try {
      ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
      if (model.getGraph().getNodeCount() == 0) {
        throw new InvalidInputException(file + ": is no ONNX file with a graph");
      }
      return new OnnxImport(file, Rewrites.of(model)).imported();
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(file + ": is no ONNX file, or a damaged one: " + e, e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
  }

  private SameDiff imported() {
    Map<String, INDArray> inputs = TrialInputs.of(model.getGraph());
    SameDiff graph;
    try {
      graph = Importer.run(model, inputs);
    } catch (Importer.FailedImportException e) {
      throw Refusals.node(
          file, Importer.failing(model, inputs), "cannot be imported: " + e.getMessage(), e);
    }
    compare(graph, inputs, RuntimeValues.of(file, model, inputs));
    placeholdersAreFree(graph);
    weightsAreVariables(graph);
    return graph;
  }

  /** The importer gives them the shapes of the values that they were tried on. */
  private void placeholdersAreFree(SameDiff graph) {
    for (var input : model.getGraph().getInputList()) {
      SDVariable placeholder = graph.getVariable(input.getName());
      if (placeholder != null && placeholder.getVariableType() == VariableType.PLACEHOLDER) {
        placeholder.setShape(
            input.getType().getTensorType().getShape().getDimList().stream()
                .mapToLong(size -> size.getDimValue() > 0 ? size.getDimValue() : -1)
                .toArray());
      }
    }
  }

  /** Names the first node whose result is not what ONNX Runtime computes. */
  private void compare(
      SameDiff graph, Map<String, INDArray> inputs, Map<String, INDArray> expected) {
    Map<String, INDArray> fed = new HashMap<>(inputs);
    fed.keySet().retainAll(graph.getVariables().keySet());
    Optional<Map<String, INDArray>> together = together(graph, fed, expected.keySet());
    for (NodeProto node : model.getGraph().getNodeList()) {
      for (String result : node.getOutputList()) {
        if (expected.containsKey(result) && graph.hasVariable(result)) {
          INDArray actual =
              together.isPresent() ? together.get().get(result) : alone(graph, fed, node, result);
          requireSame(node, expected.get(result), actual);
        }
      }
    }
    for (var output : model.getGraph().getOutputList()) {
      if (!graph.hasVariable(output.getName())) {
        throw new InvalidInputException(
            file + ": its output \"" + output.getName() + "\" is lost by the import");
      }
    }
  }

  /** All results in one pass; nothing if one of them cannot be computed. */
  private static Optional<Map<String, INDArray>> together(
      SameDiff graph, Map<String, INDArray> fed, Set<String> results) {
    List<String> known = results.stream().filter(graph::hasVariable).toList();
    try {
      return Optional.of(graph.output(fed, known.toArray(String[]::new)));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private INDArray alone(SameDiff graph, Map<String, INDArray> fed, NodeProto node, String result) {
    try {
      return graph.output(fed, result).get(result);
    } catch (RuntimeException e) {
      throw Refusals.node(file, node, "cannot be run after the import: " + e.getMessage(), e);
    }
  }

  private void requireSame(NodeProto node, INDArray expected, INDArray actual) {
    if (!java.util.Arrays.equals(expected.shape(), actual.shape())) {
      throw Refusals.node(
          file,
          node,
          "has the shape "
              + java.util.Arrays.toString(actual.shape())
              + " after the import, in ONNX Runtime "
              + java.util.Arrays.toString(expected.shape()),
          null);
    }
    if (expected.isEmpty()) {
      return;
    }
    double apart = Transforms.abs(expected.sub(actual)).maxNumber().doubleValue();
    double size = Math.max(1, Transforms.abs(expected).maxNumber().doubleValue());
    // Also refuses NaN.
    if (!(apart <= TOLERANCE * size)) {
      throw Refusals.node(
          file,
          node,
          "computes something else after the import than ONNX Runtime, by up to " + apart,
          null);
    }
  }

  /** An initializer of more than one number is a weight. */
  private void weightsAreVariables(SameDiff graph) {
    Set<String> weights =
        model.getGraph().getInitializerList().stream()
            .map(TensorProto::getName)
            .collect(Collectors.toSet());
    List<SDVariable> constants =
        graph.variables().stream()
            .filter(variable -> variable.getVariableType() == VariableType.CONSTANT)
            .filter(variable -> weights.contains(variable.name()))
            .filter(variable -> variable.dataType().isFPType() && variable.getArr().length() > 1)
            .toList();
    constants.forEach(SDVariable::convertToVariable);
  }
}
