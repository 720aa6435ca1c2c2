package org.taskweave.onnx.network;

import static org.taskweave.onnx.graph.Attributes.integer;
import static org.taskweave.onnx.graph.Attributes.integers;

import java.util.List;
import org.taskweave.nn.item.TargetAttentionVertex;
import org.taskweave.onnx.graph.ElementType;

/** A {@link TargetAttentionVertex}: each row takes its own sequence's cells by number. */
final class TargetAttentionMapper {

  private static final double NEVER = -1e30;

  private final NetworkVertex vertex;
  private final long heads;
  private final boolean causal;

  /** T, and the number of each row's sequence [R]. */
  private final String length;

  private final String sequence;

  private TargetAttentionMapper(NetworkVertex vertex) {
    this.vertex = vertex;
    TargetAttentionVertex configuration = (TargetAttentionVertex) vertex.configuration();
    this.heads = configuration.heads();
    this.causal = configuration.causal();
    this.length =
        vertex.node(
            "Gather",
            List.of(vertex.node("Shape", List.of(vertex.argument(4))), vertex.graph().index(1)),
            integer("axis", 0));
    this.sequence = vertex.node("Div", List.of(vertex.argument(3), length));
  }

  static String map(NetworkVertex vertex) {
    return new TargetAttentionMapper(vertex).map();
  }

  private String map() {
    String keys = cells(vertex.argument(1)); // [R,T,A,W/A]
    String query = split(vertex.argument(0), vertex.graph().longs(1)); // [R,1,A,W/A]
    String size =
        vertex.node(
            "Gather",
            List.of(vertex.node("Shape", List.of(query)), vertex.graph().index(3)),
            integer("axis", 0));
    String root =
        vertex.node("Sqrt", List.of(vertex.node("Cast", List.of(size), integer("to", 1))));
    String scores =
        vertex.node(
            "Div", List.of(sum(vertex.node("Mul", List.of(keys, query)), 3), root)); // [R,T,A]
    String read = read(); // [R,T,1]
    String never = vertex.graph().scalar(ElementType.FLOAT, NEVER);
    String softmax =
        vertex.node(
            "Softmax",
            List.of(vertex.node("Where", List.of(read, scores, never))),
            integer("axis", 1));
    // A row that has nothing to read has equal weights so far.
    String weights =
        vertex.node("Mul", List.of(softmax, vertex.node("Cast", List.of(read), integer("to", 1))));
    String wide = vertex.node("Unsqueeze", List.of(weights, vertex.graph().longs(3))); // [R,T,A,1]
    String states = flat(sum(vertex.node("Mul", List.of(wide, cells(vertex.argument(2)))), 1));
    if (vertex.arguments().size() < 6) {
      return states;
    }
    String numbers =
        vertex.node("Gather", List.of(vertex.argument(5), sequence), integer("axis", 0));
    String byHead =
        vertex.node("Transpose", List.of(weights), integers("perm", 0, 2, 1)); // [R,A,T]
    String sums = flat(vertex.node("MatMul", List.of(byHead, numbers)));
    return vertex.node("Concat", List.of(states, sums), integer("axis", 1));
  }

  /** Values [B*T,W] of all cells to those of each row's sequence [R,T,A,W/A]. */
  private String cells(String values) {
    String time = vertex.node("Unsqueeze", List.of(length, vertex.graph().longs(0)));
    return vertex.node("Gather", List.of(split(values, time), sequence), integer("axis", 0));
  }

  /** [M,W] to [M/n,n,A,W/A]. */
  private String split(String values, String n) {
    String width =
        vertex.node(
            "Slice",
            List.of(
                vertex.node("Shape", List.of(values)),
                vertex.graph().longs(1),
                vertex.graph().longs(2)));
    String shape =
        vertex.node(
            "Concat",
            List.of(
                vertex.graph().longs(-1),
                n,
                vertex.graph().longs(heads),
                vertex.node("Div", List.of(width, vertex.graph().longs(heads)))),
            integer("axis", 0));
    return vertex.node("Reshape", List.of(values, shape));
  }

  /** Whether a row reads a cell of its sequence: no padding, and one before or none but its own. */
  private String read() {
    String mask = vertex.node("Gather", List.of(vertex.argument(4), sequence), integer("axis", 0));
    String real =
        vertex.node("Greater", List.of(mask, vertex.graph().scalar(ElementType.FLOAT, 0)));
    String positions =
        vertex.node("Range", List.of(vertex.graph().index(0), length, vertex.graph().index(1)));
    String own =
        vertex.node(
            "Unsqueeze",
            List.of(
                vertex.node("Mod", List.of(vertex.argument(3), length)), vertex.graph().longs(1)));
    String asked =
        causal
            ? vertex.node("LessOrEqual", List.of(positions, own))
            : vertex.node("Not", List.of(vertex.node("Equal", List.of(positions, own))));
    return vertex.node(
        "Unsqueeze", List.of(vertex.node("And", List.of(real, asked)), vertex.graph().longs(2)));
  }

  private String sum(String values, long axis) {
    return vertex.node(
        "ReduceSum", List.of(values, vertex.graph().longs(axis)), integer("keepdims", 0));
  }

  private String flat(String values) {
    return vertex.node("Flatten", List.of(values), integer("axis", 1));
  }
}
