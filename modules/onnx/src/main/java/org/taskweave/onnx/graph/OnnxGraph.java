package org.taskweave.onnx.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.NodeProto;

/**
 * An ONNX graph that is being built: inputs, constants, nodes in running order, outputs. Every
 * value has a name of its own.
 */
public final class OnnxGraph {

  /** The operator set that nodes are written in. */
  public static final int OPSET = 17;

  private final List<Port> inputs = new ArrayList<>();
  private final List<Port> outputs = new ArrayList<>();
  private final List<NodeProto> nodes = new ArrayList<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final Map<List<Object>, String> smallConstants = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();

  /**
   * An input or output of the whole graph.
   *
   * @param dims a Long for a fixed size, a String for the name of an axis that differs per call
   */
  public record Port(String name, ElementType type, List<Object> dims) {
    public Port {
      dims = List.copyOf(dims);
    }
  }

  /** Declares an input; returns its name. */
  public String input(String name, ElementType type, Object... dims) {
    inputs.add(new Port(claimed(name), type, dims(dims)));
    return name;
  }

  /**
   * Declares an output.
   *
   * @param value what it gives; an identity is added where the value has another name
   */
  public void output(String name, String value, ElementType type, Object... dims) {
    if (!name.equals(value)) {
      addTo("Identity", List.of(value), List.of(claimed(name)));
    }
    outputs.add(new Port(name, type, dims(dims)));
  }

  private static List<Object> dims(Object... dims) {
    return Arrays.stream(dims)
        .map(dim -> dim instanceof Number number ? (Object) number.longValue() : dim)
        .toList();
  }

  /** A name that nothing else has, as like the wish as can be. */
  public String newName(String wish) {
    String name = wish;
    for (int i = 1; !names.add(name); i++) {
      name = wish + "_" + i;
    }
    return name;
  }

  private String claimed(String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException("the graph has a value \"" + name + "\" already");
    }
    return name;
  }

  /** Adds a constant under a name that {@link #newName} gave. */
  public String constant(Tensor tensor) {
    names.add(tensor.name());
    if (constants.putIfAbsent(tensor.name(), tensor) != null) {
      throw new IllegalArgumentException(
          "the graph has a constant \"" + tensor.name() + "\" already");
    }
    return tensor.name();
  }

  /** The constant with these longs; equal ones are one. */
  public String longs(long... values) {
    return small(
        Arrays.asList("longs", Arrays.toString(values)),
        name -> Tensor.of(name, values, values.length));
  }

  /** The constant scalar; equal ones are one. */
  public String scalar(ElementType type, double value) {
    return small(Arrays.asList(type, value), name -> Scalars.of(name, type, value));
  }

  /** The constant INT64 scalar; equal ones are one. */
  public String index(long value) {
    return small(
        Arrays.asList("index", value), name -> Tensor.of(name, new long[] {value}, new long[0]));
  }

  private String small(List<Object> key, java.util.function.Function<String, Tensor> maker) {
    String known = smallConstants.get(key);
    if (known == null) {
      known = constant(maker.apply(newName("constant")));
      smallConstants.put(key, known);
    }
    return known;
  }

  /** Adds a node with one result; returns the result's name. */
  public String add(String operator, List<String> arguments, AttributeProto... attributes) {
    String result = newName(operator);
    node(operator, arguments, List.of(result), attributes);
    return result;
  }

  /** Adds a node with several results; returns their names. */
  public List<String> addMany(
      String operator, List<String> arguments, int results, AttributeProto... attributes) {
    List<String> resultNames = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      resultNames.add(newName(operator));
    }
    node(operator, arguments, resultNames, attributes);
    return resultNames;
  }

  /** Adds a node whose results have names from {@link #newName}, or an output's. */
  public void addTo(
      String operator, List<String> arguments, List<String> results, AttributeProto... attributes) {
    names.addAll(results);
    node(operator, arguments, results, attributes);
  }

  private void node(
      String operator, List<String> arguments, List<String> results, AttributeProto... attributes) {
    nodes.add(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(operator + "/" + results.get(0))
            .addAllInput(arguments)
            .addAllOutput(results)
            .addAllAttribute(Arrays.asList(attributes))
            .build());
  }

  /** Adds a node as it is in another graph. */
  public void copy(NodeProto node) {
    names.addAll(node.getOutputList());
    nodes.add(node);
  }

  /** The inputs, in order. */
  public List<Port> inputs() {
    return Collections.unmodifiableList(inputs);
  }

  /** The outputs, in order. */
  public List<Port> outputs() {
    return Collections.unmodifiableList(outputs);
  }

  /** The nodes, in running order. */
  public List<NodeProto> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /** The constants by name. */
  public Map<String, Tensor> constants() {
    return Collections.unmodifiableMap(constants);
  }

  /** An empty graph with the same inputs, outputs and used names, for other nodes and constants. */
  public OnnxGraph frame() {
    OnnxGraph graph = new OnnxGraph();
    graph.inputs.addAll(inputs);
    graph.outputs.addAll(outputs);
    graph.names.addAll(names);
    return graph;
  }
}
