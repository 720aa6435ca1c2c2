package org.taskweave.onnx.network;

import static org.taskweave.onnx.graph.Attributes.integer;
import static org.taskweave.onnx.graph.Attributes.integers;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.engine.vertex.GruVertex;
import org.taskweave.nn.item.FactorizationVertex;
import org.taskweave.nn.item.ItemScoresGraphVertex;
import org.taskweave.nn.item.ItemScoresVertex;
import org.taskweave.nn.item.ItemTextsVertex;
import org.taskweave.nn.item.ItemsGraphVertex;
import org.taskweave.nn.item.ItemsVertex;
import org.taskweave.nn.item.MemoryVertex;
import org.taskweave.nn.item.RowsVertex;
import org.taskweave.nn.item.TargetAttentionVertex;
import org.taskweave.onnx.graph.ElementType;

/**
 * Vertices of models with items' vectors, as they score: over the whole catalog of N items. In the
 * file, cells b * T + t are a vector [R], not a column.
 */
final class ItemMappers {

  /** When scoring, items' vectors are kept ones: nothing reads their texts. */
  private static final String UNREAD = "";

  private ItemMappers() {}

  static void addTo(Map<Class<?>, VertexMapper> table) {
    table.put(ItemsVertex.class, ItemMappers::items);
    table.put(ItemTextsVertex.class, vertex -> UNREAD);
    table.put(RowsVertex.class, ItemMappers::rows);
    table.put(GruVertex.class, ItemMappers::recurrent);
    table.put(TargetAttentionVertex.class, TargetAttentionMapper::map);
    table.put(FactorizationVertex.class, ItemMappers::factorization);
    table.put(ItemScoresVertex.class, ItemMappers::scores);
    table.put(MemoryVertex.class, MemoryMapper::map);
  }

  /** The vectors [N+1,W] as one constant: what they are made of is not in the file. */
  private static String items(NetworkVertex vertex) {
    return vertex.constant("vectors", ((ItemsGraphVertex) vertex.runtime()).vectors());
  }

  /** States [B,T,W] and cells [R], or vectors [V,W] and rows [R], to [R,W]. */
  private static String rows(NetworkVertex vertex) {
    String flat = vertex.node("Flatten", List.of(vertex.argument(0)), integer("axis", -1));
    return vertex.node("Gather", List.of(flat, vertex.argument(1)), integer("axis", 0));
  }

  /** States [B,T,V] to [B,T,W]: ONNX has these units, with the time in front. */
  private static String recurrent(NetworkVertex vertex) {
    long width = ((GruVertex) vertex.configuration()).width();
    INDArray bias = vertex.parameter(GruVertex.BIAS);
    String states =
        vertex.node(
            "GRU",
            List.of(
                vertex.node("Transpose", List.of(vertex.argument(0)), integers("perm", 1, 0, 2)),
                transposed(vertex, GruVertex.INPUT),
                transposed(vertex, GruVertex.STATE),
                vertex.constant(GruVertex.BIAS, Nd4j.hstack(bias, bias.mul(0)))),
            integer("hidden_size", width)); // [T,1,B,W]
    return vertex.node(
        "Transpose",
        List.of(vertex.node("Squeeze", List.of(states, vertex.graph().longs(1)))),
        integers("perm", 1, 0, 2));
  }

  /** A matrix as ONNX has it, one of its columns in a row [1,3W,V]. */
  private static String transposed(NetworkVertex vertex, String parameter) {
    INDArray columns = vertex.parameter(parameter).transpose().dup('c');
    return vertex.constant(parameter, columns.reshape('c', 1, columns.size(0), columns.size(1)));
  }

  /** (s * s - q) / 2, with the sums s of the fields and q of their squares. */
  private static String factorization(NetworkVertex vertex) {
    INDArray factors = vertex.parameter(FactorizationVertex.FACTORS);
    String user = vertex.argument(0);
    String item = vertex.argument(1);
    String features = vertex.argument(2);
    String sum =
        vertex.node(
            "Sum",
            List.of(
                user,
                item,
                vertex.node(
                    "MatMul",
                    List.of(features, vertex.constant(FactorizationVertex.FACTORS, factors)))));
    String squares =
        vertex.node(
            "Sum",
            List.of(
                square(vertex, user),
                square(vertex, item),
                vertex.node(
                    "MatMul",
                    List.of(
                        square(vertex, features),
                        vertex.constant("squares", factors.mul(factors))))));
    String twice = vertex.node("Sub", List.of(square(vertex, sum), squares));
    return vertex.node("Mul", List.of(twice, vertex.graph().scalar(ElementType.FLOAT, 0.5)));
  }

  private static String square(NetworkVertex vertex, String value) {
    return vertex.node("Mul", List.of(value, value));
  }

  /** Query [R,W] and vectors [N+1,W] to [R,N]; offsets are nothing but in training. */
  private static String scores(NetworkVertex vertex) {
    ItemScoresVertex configuration = (ItemScoresVertex) vertex.configuration();
    INDArray bias = vertex.parameter("bias");
    long items = bias.length();
    String vectors = firstItems(vertex, vertex.argument(1), items, 0);
    String products =
        vertex.node(
            "MatMul", List.of(vertex.argument(0), vertex.node("Transpose", List.of(vectors))));
    String scaled =
        vertex.node(
            "Div",
            List.of(
                products, vertex.graph().scalar(ElementType.FLOAT, configuration.temperature())));
    String scores = vertex.node("Add", List.of(scaled, vertex.constant("bias", bias)));
    return configuration.repeats()
        ? vertex.node(
            "Add",
            List.of(
                scores,
                repeats(vertex, items, ((ItemScoresGraphVertex) vertex.runtime()).repeat())))
        : scores;
  }

  /** The learned number where an item is in the history up to the row's cell, else 0, [R,N]. */
  static String repeats(NetworkVertex vertex, long items, double repeat) {
    String history = vertex.argument(4); // [B,T]
    String cells = vertex.argument(5); // [R]
    String length =
        vertex.node(
            "Gather",
            List.of(vertex.node("Shape", List.of(history)), vertex.graph().index(1)),
            integer("axis", 0));
    String sequence = vertex.node("Div", List.of(cells, length));
    String own = vertex.node("Gather", List.of(history, sequence), integer("axis", 0)); // [R,T]
    String position =
        vertex.node(
            "Unsqueeze",
            List.of(vertex.node("Mod", List.of(cells, length)), vertex.graph().longs(1)));
    String positions =
        vertex.node("Range", List.of(vertex.graph().index(0), length, vertex.graph().index(1)));
    // What comes later counts as an item outside the catalog, whose column N is cut off.
    String seen =
        vertex.node(
            "Where",
            List.of(
                vertex.node("LessOrEqual", List.of(positions, position)),
                own,
                vertex.graph().index(items)));
    String shape =
        vertex.node(
            "Concat",
            List.of(vertex.node("Shape", List.of(cells)), vertex.graph().longs(items + 1)),
            integer("axis", 0));
    String number = vertex.graph().scalar(ElementType.FLOAT, repeat);
    String scattered =
        vertex.node(
            "ScatterElements",
            List.of(
                vertex.node("ConstantOfShape", List.of(shape)),
                seen,
                vertex.node("Expand", List.of(number, vertex.node("Shape", List.of(seen))))),
            integer("axis", 1));
    return firstItems(vertex, scattered, items, 1);
  }

  /** All but the last one, for items outside the catalog. */
  static String firstItems(NetworkVertex vertex, String value, long items, long axis) {
    return vertex.node(
        "Slice",
        List.of(
            value,
            vertex.graph().longs(0),
            vertex.graph().longs(items),
            vertex.graph().longs(axis)));
  }
}
