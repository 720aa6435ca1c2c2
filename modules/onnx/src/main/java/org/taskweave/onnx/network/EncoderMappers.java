package org.taskweave.onnx.network;

import static org.taskweave.onnx.graph.Attributes.integer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.nn.attach.AttachedGraphVertex;
import org.taskweave.nn.attach.AttachedVertex;
import org.taskweave.nn.encoder.EncoderGraph;
import org.taskweave.nn.encoder.EncoderGraphVertex;
import org.taskweave.nn.encoder.EncoderVertex;
import org.taskweave.nn.encoder.PoolingVertex;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.samediff.SameDiffExporter;

/** Taskweave's own vertices. */
final class EncoderMappers {

  private EncoderMappers() {}

  static void addTo(Map<Class<?>, VertexMapper> table) {
    table.put(EncoderVertex.class, EncoderMappers::encoder);
    table.put(PoolingVertex.class, EncoderMappers::pooling);
    table.put(AttachedVertex.class, EncoderMappers::attached);
  }

  /** The encoder's SameDiff graph, whose parameters and results are named "encoder/...". */
  private static String encoder(NetworkVertex vertex) {
    EncoderGraph encoder = ((EncoderGraphVertex) vertex.runtime()).inferenceGraph();
    Map<String, String> inputs = new HashMap<>();
    for (int i = 0; i < encoder.inputs().size(); i++) {
      inputs.put(encoder.inputs().get(i), vertex.argument(i));
    }
    return new SameDiffExporter(vertex.operations())
        .append(
            encoder.graph(),
            List.of(encoder.output()),
            inputs,
            encoder.layerNormEpsilon(),
            vertex.graph(),
            vertex.name() + "/")
        .get(encoder.output());
  }

  /** A saved graph, whose parameters and results are named "encoder/..." or "TASK-tower0/...". */
  private static String attached(NetworkVertex vertex) {
    AttachedGraphVertex.Inference attached =
        ((AttachedGraphVertex) vertex.runtime()).inferenceGraph();
    Map<String, String> inputs = new HashMap<>();
    for (int i = 0; i < attached.inputs().size(); i++) {
      inputs.put(attached.inputs().get(i), vertex.argument(i));
    }
    return new SameDiffExporter(vertex.operations())
        .append(
            attached.graph(),
            List.of(attached.output()),
            inputs,
            SameDiffExporter.DEFAULT_LAYER_NORM_EPSILON,
            vertex.graph(),
            vertex.name() + "/")
        .get(attached.output());
  }

  /** States [B,T,H] and mask [B,T] to [B,H]: weights [B,1,T] times states. */
  private static String pooling(NetworkVertex vertex) {
    String mask = vertex.argument(1);
    String weights =
        switch (((PoolingVertex) vertex.configuration()).pooling()) {
          case MEAN -> shares(vertex, mask);
          case CLS -> oneToken(vertex, mask, vertex.graph().index(0));
          case LAST -> oneToken(vertex, mask, lastReal(vertex, mask));
        };
    String row = vertex.node("Unsqueeze", List.of(weights, vertex.graph().longs(1)));
    String sums = vertex.node("MatMul", List.of(row, vertex.argument(0)));
    return vertex.node("Squeeze", List.of(sums, vertex.graph().longs(1)));
  }

  private static String shares(NetworkVertex vertex, String mask) {
    String count =
        vertex.node("ReduceSum", List.of(mask, vertex.graph().longs(1)), integer("keepdims", 1));
    String divisor =
        vertex.node("Max", List.of(count, vertex.graph().scalar(ElementType.FLOAT, 1)));
    return vertex.node("Div", List.of(mask, divisor));
  }

  /** The place of each row's last real token, whose tokens are its first ones [B,1]. */
  private static String lastReal(NetworkVertex vertex, String mask) {
    String count =
        vertex.node("ReduceSum", List.of(mask, vertex.graph().longs(1)), integer("keepdims", 1));
    String whole = vertex.node("Cast", List.of(count), integer("to", ElementType.INT64.number()));
    return vertex.node("Sub", List.of(whole, vertex.graph().index(1)));
  }

  /** The mask with 0 for all tokens but those at a place. */
  private static String oneToken(NetworkVertex vertex, String mask, String place) {
    String length =
        vertex.node(
            "Gather",
            List.of(vertex.node("Shape", List.of(mask)), vertex.graph().index(1)),
            integer("axis", 0));
    String positions =
        vertex.node("Range", List.of(vertex.graph().index(0), length, vertex.graph().index(1)));
    String there =
        vertex.node(
            "Cast",
            List.of(vertex.node("Equal", List.of(positions, place))),
            integer("to", ElementType.FLOAT.number()));
    return vertex.node("Mul", List.of(mask, there));
  }
}
