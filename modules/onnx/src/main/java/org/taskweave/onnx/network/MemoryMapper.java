package org.taskweave.onnx.network;

import static org.taskweave.onnx.graph.Attributes.integer;
import static org.taskweave.onnx.graph.Attributes.text;

import java.util.Arrays;
import java.util.List;
import org.taskweave.nn.item.MemoryGraphVertex;
import org.taskweave.nn.item.MemoryTable;
import org.taskweave.nn.item.MemoryVertex;
import org.taskweave.nn.item.MemoryWindow;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.Tensor;

/**
 * What counting knows beside the scores of the whole catalog of N items: each channel's weights of
 * a row's E events are scattered into [R,N+1], whose last column takes what is no item.
 */
final class MemoryMapper {

  private static final double MOST_TRUST = 30;

  /** Its logarithm stands for that of nothing. */
  private static final double NOTHING = 1e-37;

  private final NetworkVertex vertex;
  private final MemoryGraphVertex memory;
  private final long items;

  private MemoryMapper(NetworkVertex vertex) {
    this.vertex = vertex;
    this.memory = (MemoryGraphVertex) vertex.runtime();
    this.items = memory.tables().get(0).items();
  }

  /** Scores [R,N], trust [R,3J] and events [R,Y] to [R,N]. */
  static String map(NetworkVertex vertex) {
    return new MemoryMapper(vertex).map();
  }

  private String map() {
    String scores = vertex.argument(0);
    String events = vertex.argument(3);
    String read = columns(events, 2, MemoryWindow.EVENTS);
    String ages = columns(events, 2 + MemoryWindow.EVENTS, MemoryWindow.EVENTS);
    String factors = factors(columns(events, 1, 1));
    String mass = null;
    for (int k = 0; k < memory.tables().size(); k++) {
      String own = powers(sum(k, read, ages), factors, MemoryVertex.POWERS * k);
      mass = mass == null ? own : vertex.node("Add", List.of(mass, own));
    }
    if (((MemoryVertex) vertex.configuration()).repeats()) {
      String log = ItemMappers.repeats(vertex, items, memory.repeat());
      mass = vertex.node("Mul", List.of(mass, vertex.node("Exp", List.of(log))));
    }
    return mixed(scores, mass);
  }

  /** So many columns of [R,Y] from one on. */
  private String columns(String events, int from, int count) {
    return vertex.node(
        "Slice",
        List.of(
            events,
            vertex.graph().longs(from),
            vertex.graph().longs(from + count),
            vertex.graph().longs(1)));
  }

  /** Trust and base of each channel's powers, as factors [R,3J]. */
  private String factors(String size) {
    double[] base = memory.base();
    int terms = base.length / MemoryWindow.SIZES;
    float[] bySize = new float[base.length];
    for (int term = 0; term < terms; term++) {
      for (int s = 0; s < MemoryWindow.SIZES; s++) {
        bySize[s * terms + term] = (float) base[term * MemoryWindow.SIZES + s];
      }
    }
    String table = constant("base", bySize, MemoryWindow.SIZES, terms);
    String flat = vertex.node("Squeeze", List.of(size, vertex.graph().longs(1)));
    String own = vertex.node("Gather", List.of(table, flat), integer("axis", 0));
    String sum = vertex.node("Add", List.of(own, vertex.argument(1)));
    String bounded =
        vertex.node(
            "Clip",
            List.of(
                sum,
                vertex.graph().scalar(ElementType.FLOAT, -MOST_TRUST),
                vertex.graph().scalar(ElementType.FLOAT, MOST_TRUST)));
    return vertex.node("Exp", List.of(bounded));
  }

  /** What a channel says for each item [R,N], at least 0. */
  private String sum(int channel, String read, String ages) {
    MemoryTable table = memory.tables().get(channel);
    int width = table.width();
    long[] columns = new long[((int) items + 1) * width];
    Arrays.fill(columns, items);
    for (int i = 0; i < table.columns().length; i++) {
      columns[i] = table.columns()[i] == MemoryTable.NONE ? items : table.columns()[i];
    }
    String name = "channel" + channel;
    String rows =
        vertex
            .graph()
            .constant(
                Tensor.of(
                    vertex.graph().newName(vertex.name() + "." + name + ".columns"),
                    columns,
                    items + 1,
                    width));
    String values =
        constant(name + ".values", Arrays.copyOf(table.values(), columns.length), items + 1, width);
    float[] weights = new float[MemoryWindow.AGES + 1];
    for (int age = 0; age < MemoryWindow.AGES; age++) {
      weights[age] =
          MemoryWindow.reads(width, age)
              ? (float) memory.ages()[channel * MemoryWindow.AGES + age]
              : 0;
    }
    String weight =
        vertex.node(
            "Unsqueeze",
            List.of(
                vertex.node(
                    "Gather",
                    List.of(constant(name + ".ages", weights, weights.length), ages),
                    integer("axis", 0)),
                vertex.graph().longs(2)));
    String said =
        vertex.node(
            "Mul",
            List.of(vertex.node("Gather", List.of(values, read), integer("axis", 0)), weight));
    String of = vertex.node("Gather", List.of(rows, read), integer("axis", 0));
    String count =
        vertex.node(
            "Concat",
            List.of(
                vertex.node(
                    "Slice",
                    List.of(
                        vertex.node("Shape", List.of(read)),
                        vertex.graph().longs(0),
                        vertex.graph().longs(1))),
                vertex.graph().longs(items + 1)),
            integer("axis", 0));
    String sums =
        vertex.node(
            "ScatterElements",
            List.of(vertex.node("ConstantOfShape", List.of(count)), flat(of), flat(said)),
            integer("axis", 1),
            text("reduction", "add"));
    return vertex.node("Relu", List.of(ItemMappers.firstItems(vertex, sums, items, 1)));
  }

  /** [R,T,Z] to [R,T*Z]. */
  private String flat(String value) {
    return vertex.node("Reshape", List.of(value, vertex.graph().longs(0, -1)));
  }

  /** f times (factor 1 + f times (factor 2 + f times factor 3)). */
  private String powers(String sum, String factors, int term) {
    String value = columns(factors, term + MemoryVertex.POWERS - 1, 1);
    for (int p = MemoryVertex.POWERS - 2; p >= 0; p--) {
      value =
          vertex.node(
              "Add",
              List.of(columns(factors, term + p, 1), vertex.node("Mul", List.of(sum, value))));
    }
    return vertex.node("Mul", List.of(sum, value));
  }

  /** log(exp(score) + mass), without overflow. */
  private String mixed(String scores, String mass) {
    String log =
        vertex.node(
            "Log",
            List.of(
                vertex.node(
                    "Max", List.of(mass, vertex.graph().scalar(ElementType.FLOAT, NOTHING)))));
    String most = vertex.node("Max", List.of(scores, log));
    String sum = vertex.node("Add", List.of(shifted(scores, most), shifted(log, most)));
    return vertex.node("Add", List.of(most, vertex.node("Log", List.of(sum))));
  }

  private String shifted(String value, String by) {
    return vertex.node("Exp", List.of(vertex.node("Sub", List.of(value, by))));
  }

  private String constant(String name, float[] values, long... dims) {
    return vertex
        .graph()
        .constant(Tensor.of(vertex.graph().newName(vertex.name() + "." + name), values, dims));
  }
}
