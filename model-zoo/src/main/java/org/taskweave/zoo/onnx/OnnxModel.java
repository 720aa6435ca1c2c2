package org.taskweave.zoo.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.nd4j.shade.protobuf.UnsafeByteOperations;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.file.Sha256;
import org.taskweave.zoo.tensor.TensorSet;

/** A parsed ONNX file: its tensors under Hugging Face's names, and what its graph says of sizes. */
public final class OnnxModel {

  private static final long MAX_PROTOBUF_BYTES = Integer.MAX_VALUE - 8L;

  private final String place;
  private final GraphProto graph;
  private final String sha256;

  private OnnxModel(String place, GraphProto graph, String sha256) {
    this.place = place;
    this.graph = graph;
    this.sha256 = sha256;
  }

  /**
   * Parses a file.
   *
   * @throws InvalidInputException if it is truncated, corrupt or larger than a protobuf may be
   */
  public static OnnxModel read(Path file) {
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_PROTOBUF_BYTES) {
        throw new InvalidInputException(
            file
                + ": has "
                + bytes
                + " bytes, an ONNX file has at most 2 GiB; give the weights as safetensors");
      }
      return parse(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }

  /**
   * Parses a file's content, which must not be changed afterwards.
   *
   * @param place named in errors
   * @throws InvalidInputException if it is truncated or corrupt
   */
  public static OnnxModel parse(String place, byte[] content) {
    try {
      // Aliasing: tensors stay views of the content, so the file is in memory once.
      CodedInputStream in = UnsafeByteOperations.unsafeWrap(content).newCodedInput();
      in.enableAliasing(true);
      GraphProto graph = ModelProto.parseFrom(in).getGraph();
      if (graph.getNodeCount() == 0) {
        throw new InvalidInputException(place + ": has no graph. Maybe it is no ONNX file");
      }
      graph.getNodeList().forEach(node -> checkConnected(place, node));
      return new OnnxModel(place, graph, Sha256.of(content));
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(
          place
              + ": is no ONNX file or is cut off ("
              + e.getMessage()
              + "). Maybe its download was cut off: fetch it again",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": cannot be parsed", e);
    }
  }

  private static void checkConnected(String place, NodeProto node) {
    boolean source =
        node.getOpType().startsWith("Constant") || node.getOpType().startsWith("Random");
    if (node.getOutputCount() == 0 || (node.getInputCount() == 0 && !source)) {
      throw new InvalidInputException(
          place
              + ": node \""
              + node.getName()
              + "\" ("
              + node.getOpType()
              + ") has no "
              + (node.getOutputCount() == 0 ? "output" : "input")
              + ". The file is damaged");
    }
  }

  /**
   * The tensors that count as weights, linear ones as [out,in].
   *
   * @throws InvalidInputException if the file is quantised or keeps its values elsewhere
   */
  public TensorSet tensors() {
    return new TensorSet(place, new OnnxWeights(place, graph).byName(), sha256);
  }

  /** What the graph's nodes and constants say beyond the weights. */
  public OnnxGraphFacts facts() {
    return new OnnxGraphFacts(place, graph);
  }
}
