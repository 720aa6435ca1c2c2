package org.taskweave.onnx.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.samediff.frameworkimport.onnx.importer.OnnxFrameworkImporter;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;

/** DL4J's importer, which takes 10 to 30 seconds to make, once; one import at a time. */
final class Importer {

  private Importer() {}

  private static final class Holder {
    static final OnnxFrameworkImporter IMPORTER = new OnnxFrameworkImporter();
  }

  /**
   * Imports a graph. It evaluates operations meanwhile, on the values given for its inputs.
   *
   * @throws FailedImportException whatever the importer threw
   */
  static synchronized SameDiff run(ModelProto model, Map<String, INDArray> inputs) {
    OnnxFrameworkImporter importer = Holder.IMPORTER;
    try {
      Path folder = Temporary.folder("taskweave-import");
      try {
        Path copy = folder.resolve("graph.onnx");
        Files.write(copy, model.toByteArray());
        return repaired(importer.runImport(copy.toString(), new HashMap<>(inputs), false));
      } catch (RuntimeException | LinkageError | AssertionError e) {
        throw new FailedImportException(e);
      } finally {
        AtomicFiles.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a temporary file", e);
    }
  }

  /** Of MatMul the importer makes 0 * a b + 1 * c, with no c. */
  private static SameDiff repaired(SameDiff graph) {
    for (SameDiffOp operation : graph.getOps().values()) {
      if (operation.getOp() instanceof Mmul product) {
        for (double argument : product.tArgs()) {
          product.removeTArgument(argument);
        }
        product.addTArgument(1, 0);
        if (product.numIArguments() == 0) {
          product.addIArgument(0, 0, 0);
        }
      }
    }
    return graph;
  }

  /** The importer could not read a graph. */
  static final class FailedImportException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FailedImportException(Throwable cause) {
      super(firstLine(cause), cause);
    }

    private static String firstLine(Throwable cause) {
      String message = cause.getMessage();
      return message == null || message.isBlank()
          ? cause.getClass().getSimpleName()
          : message.strip().lines().findFirst().orElseThrow();
    }
  }

  /** The first node that the importer cannot read, found by importing ever longer beginnings. */
  static NodeProto failing(ModelProto model, Map<String, INDArray> inputs) {
    int works = 0;
    int fails = model.getGraph().getNodeCount();
    while (fails - works > 1) {
      int middle = (works + fails) / 2;
      try {
        run(beginning(model, middle), inputs);
        works = middle;
      } catch (FailedImportException e) {
        fails = middle;
      }
    }
    return model.getGraph().getNode(fails - 1);
  }

  /** The first nodes, with the results of the last of them as outputs. */
  private static ModelProto beginning(ModelProto model, int nodes) {
    GraphProto.Builder graph = model.getGraph().toBuilder().clearNode().clearOutput();
    graph.addAllNode(model.getGraph().getNodeList().subList(0, nodes));
    NodeProto last = model.getGraph().getNode(nodes - 1);
    ValueInfoProto like = model.getGraph().getOutput(0);
    for (String result : last.getOutputList()) {
      graph.addOutput(like.toBuilder().setName(result));
    }
    return model.toBuilder().setGraph(graph).build();
  }
}
