package org.taskweave.onnx.network;

import static org.taskweave.onnx.graph.Attributes.integer;
import static org.taskweave.onnx.graph.Attributes.integers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.taskweave.engine.vertex.JoinVertex;
import org.taskweave.nn.balance.JunctionVertex;
import org.taskweave.nn.balance.TapVertex;
import org.taskweave.onnx.graph.ElementType;

/** DL4J's vertices without parameters. */
final class PlainVertexMappers {

  private PlainVertexMappers() {}

  static void addTo(Map<Class<?>, VertexMapper> table) {
    table.put(MergeVertex.class, PlainVertexMappers::merge);
    table.put(JoinVertex.class, PlainVertexMappers::merge);
    table.put(ReshapeVertex.class, PlainVertexMappers::reshape);
    table.put(ElementWiseVertex.class, PlainVertexMappers::elementWise);
    table.put(
        ScaleVertex.class,
        v -> scalar(v, "Mul", ((ScaleVertex) v.configuration()).getScaleFactor()));
    table.put(
        ShiftVertex.class,
        v -> scalar(v, "Add", ((ShiftVertex) v.configuration()).getShiftFactor()));
    table.put(StackVertex.class, v -> v.node("Concat", v.arguments(), integer("axis", 0)));
    table.put(UnstackVertex.class, PlainVertexMappers::unstack);
    table.put(SubsetVertex.class, PlainVertexMappers::subset);
    table.put(L2NormalizeVertex.class, PlainVertexMappers::normalize);
    // Both only matter in the backward pass.
    table.put(JunctionVertex.class, v -> v.argument(0));
    table.put(TapVertex.class, v -> v.argument(0));
  }

  private static String merge(NetworkVertex vertex) {
    MergeVertex merge = (MergeVertex) vertex.configuration();
    return vertex.node("Concat", vertex.arguments(), integer("axis", merge.getMergeAxis()));
  }

  private static String reshape(NetworkVertex vertex) {
    ReshapeVertex reshape = (ReshapeVertex) vertex.configuration();
    if (reshape.getReshapeOrder() != 'c') {
      throw vertex.refusal("it reads in column-major order, which ONNX cannot");
    }
    long[] shape = Arrays.stream(reshape.getNewShape()).asLongStream().toArray();
    return vertex.node("Reshape", List.of(vertex.argument(0), vertex.graph().longs(shape)));
  }

  private static String elementWise(NetworkVertex vertex) {
    ElementWiseVertex.Op op = ((ElementWiseVertex) vertex.configuration()).getOp();
    return switch (op) {
      case Add -> vertex.node("Sum", vertex.arguments());
      case Average -> vertex.node("Mean", vertex.arguments());
      case Max -> vertex.node("Max", vertex.arguments());
      case Subtract -> vertex.node("Sub", vertex.arguments());
      case Product -> {
        String product = vertex.argument(0);
        for (int i = 1; i < vertex.arguments().size(); i++) {
          product = vertex.node("Mul", List.of(product, vertex.argument(i)));
        }
        yield product;
      }
      default -> throw vertex.refusal("no ONNX mapping for its operation " + op + " is known");
    };
  }

  private static String scalar(NetworkVertex vertex, String operator, double value) {
    return vertex.node(
        operator, List.of(vertex.argument(0), vertex.graph().scalar(ElementType.FLOAT, value)));
  }

  /** One of equal parts along the batch. */
  private static String unstack(NetworkVertex vertex) {
    UnstackVertex unstack = (UnstackVertex) vertex.configuration();
    if (unstack.getStackSize() == 1) {
      return vertex.argument(0);
    }
    return vertex
        .graph()
        .addMany("Split", vertex.arguments(), unstack.getStackSize(), integer("axis", 0))
        .get(unstack.getFrom());
  }

  /** Features from (inclusive) to (inclusive) of dimension 1. */
  private static String subset(NetworkVertex vertex) {
    SubsetVertex subset = (SubsetVertex) vertex.configuration();
    return vertex.node(
        "Slice",
        List.of(
            vertex.argument(0),
            vertex.graph().longs(subset.getFrom()),
            vertex.graph().longs(subset.getTo() + 1L),
            vertex.graph().longs(1)));
  }

  /** Rows over their norm, or over epsilon where the norm is smaller. */
  private static String normalize(NetworkVertex vertex) {
    L2NormalizeVertex normalize = (L2NormalizeVertex) vertex.configuration();
    int[] given = normalize.getDimension();
    long[] axes =
        given == null || given.length == 0
            ? new long[] {1}
            : Arrays.stream(given).asLongStream().toArray();
    String norm =
        vertex.node("ReduceL2", vertex.arguments(), integers("axes", axes), integer("keepdims", 1));
    String divisor =
        vertex.node(
            "Max", List.of(norm, vertex.graph().scalar(ElementType.FLOAT, normalize.getEps())));
    return vertex.node("Div", List.of(vertex.argument(0), divisor));
  }
}
