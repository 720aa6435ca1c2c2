package org.taskweave.zoo.onnx;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import org.nd4j.shade.protobuf.ByteString;
import org.taskweave.core.InvalidInputException;

/** What a BERT's ONNX graph says beyond its weights: heads, epsilon and activation. */
public final class OnnxGraphFacts {

  private final String place;
  private final GraphProto graph;
  private final GraphConstants constants;

  OnnxGraphFacts(String place, GraphProto graph) {
    this.place = place;
    this.graph = graph;
    this.constants = new GraphConstants(place, graph);
  }

  /**
   * The number of attention heads A, from the Reshape nodes that split [B,T,H] into [B,T,A,H/A].
   *
   * @throws InvalidInputException if no such node has constant sizes or they contradict each other
   */
  public int attentionHeads(int hiddenSize) {
    Set<Long> found = new TreeSet<>();
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Reshape") && node.getInputCount() > 1) {
        List<Long> target = constants.wholeNumbers(node.getInput(1));
        if (target.size() == 4) {
          addHeads(target.get(2), target.get(3), hiddenSize, found);
        }
      }
    }
    if (found.size() == 1) {
      return Math.toIntExact(found.iterator().next());
    }
    throw new InvalidInputException(
        place
            + ": the number of attention heads cannot be inferred from weights, and the graph's"
            + " Reshape constants "
            + (found.isEmpty() ? "do not say it" : "say " + found)
            + ". Put the model's config.json (num_attention_heads) beside the file");
  }

  private static void addHeads(long heads, long headSize, int hiddenSize, Set<Long> found) {
    if (heads > 0 && headSize > 0 && heads * headSize == hiddenSize) {
      found.add(heads);
    } else if (heads > 0 && headSize == -1 && hiddenSize % heads == 0) {
      found.add(heads);
    } else if (heads == -1 && headSize > 0 && hiddenSize % headSize == 0) {
      found.add(hiddenSize / headSize);
    }
  }

  /**
   * The layer norms' epsilon: the attribute of LayerNormalization nodes, or the constant that is
   * added under the square root.
   *
   * @return empty if the graph has neither or they differ
   */
  public OptionalDouble layerNormEpsilon() {
    Set<Float> found = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("LayerNormalization")) {
        float epsilon = 1e-5f; // the operator's default
        for (AttributeProto attribute : node.getAttributeList()) {
          epsilon = attribute.getName().equals("epsilon") ? attribute.getF() : epsilon;
        }
        found.add(epsilon);
      } else if (node.getOpType().equals("Sqrt")) {
        constants
            .producer(node.getInput(0), "Add")
            .ifPresent(
                add ->
                    add.getInputList()
                        .forEach(input -> constants.number(input).ifPresent(found::add)));
      }
    }
    // Through text: the float 1e-12f is meant as the double 1e-12.
    return found.size() == 1
        ? OptionalDouble.of(Double.parseDouble(found.iterator().next().toString()))
        : OptionalDouble.empty();
  }

  /** "gelu" (by Erf), "gelu_new" (by Tanh) or "relu"; empty if the graph has none or several. */
  public Optional<String> hiddenActivation() {
    Set<String> found = new TreeSet<>();
    for (NodeProto node : graph.getNodeList()) {
      switch (node.getOpType()) {
        case "Erf" -> found.add("gelu");
        case "Relu" -> found.add("relu");
        case "Tanh" -> {
          // A pooler's Tanh follows a linear layer, the activation's a polynomial.
          if (!isPooler(node)) {
            found.add("gelu_new");
          }
        }
        case "Gelu" -> {
          boolean tanh =
              node.getAttributeList().stream()
                  .anyMatch(a -> a.getS().equals(ByteString.copyFromUtf8("tanh")));
          found.add(tanh ? "gelu_new" : "gelu");
        }
        default -> {}
      }
    }
    return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
  }

  private boolean isPooler(NodeProto tanh) {
    return tanh.getOutput(0).contains("pooler")
        || constants.producer(tanh.getInput(0), "Gemm").isPresent();
  }
}
