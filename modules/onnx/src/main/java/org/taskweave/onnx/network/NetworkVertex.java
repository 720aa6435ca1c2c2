package org.taskweave.onnx.network;

import java.util.List;
import java.util.Optional;
import onnx.Onnx.AttributeProto;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.onnx.graph.OnnxGraph;
import org.taskweave.onnx.graph.Tensor;
import org.taskweave.onnx.samediff.OperationMappers;
import org.taskweave.onnx.samediff.UnmappedOperationException;

/**
 * One vertex of a network while it is being written: what it reads, its settings and parameters.
 */
public final class NetworkVertex {

  private final String name;
  private final org.deeplearning4j.nn.conf.graph.GraphVertex configuration;
  private final GraphVertex runtime;
  private final List<String> arguments;
  private final OnnxGraph graph;
  private final OperationMappers operations;
  private String preActivation;

  NetworkVertex(
      String name,
      org.deeplearning4j.nn.conf.graph.GraphVertex configuration,
      GraphVertex runtime,
      List<String> arguments,
      OnnxGraph graph,
      OperationMappers operations) {
    this.name = name;
    this.configuration = configuration;
    this.runtime = runtime;
    this.arguments = List.copyOf(arguments);
    this.graph = graph;
    this.operations = operations;
  }

  /** The vertex's name in the network. */
  public String name() {
    return name;
  }

  /** What the mapper is found by: the layer's configuration, or the vertex's. */
  Object subject() {
    return configuration instanceof LayerVertex ? layer() : configuration;
  }

  /** The layer's configuration; that of the layer inside where it is frozen. */
  public Layer layer() {
    Layer layer = ((LayerVertex) configuration).getLayerConf().getLayer();
    if (layer instanceof FrozenLayer frozen) {
      return frozen.getLayer();
    }
    return layer instanceof FrozenLayerWithBackprop frozen ? frozen.getUnderlying() : layer;
  }

  /** The vertex's configuration. */
  public org.deeplearning4j.nn.conf.graph.GraphVertex configuration() {
    return configuration;
  }

  /** The vertex that runs. */
  public GraphVertex runtime() {
    return runtime;
  }

  /** ONNX names of what it reads. */
  public List<String> arguments() {
    return arguments;
  }

  /** The ONNX name of one argument. */
  public String argument(int index) {
    return arguments.get(index);
  }

  /** The graph that is being written. */
  public OnnxGraph graph() {
    return graph;
  }

  /** The mappers for SameDiff graphs inside a vertex. */
  OperationMappers operations() {
    return operations;
  }

  /** A parameter of the layer or vertex. */
  public INDArray parameter(String parameter) {
    return runtime.hasLayer()
        ? runtime.getLayer().getParam(parameter)
        : runtime.paramTable(false).get(parameter);
  }

  /** A parameter of the layer as a constant; returns its name. */
  public String constant(String parameter, long... shape) {
    INDArray value = parameter(parameter);
    return constant(parameter, shape.length == 0 ? value : value.dup('c').reshape('c', shape));
  }

  /** An array as a constant named after the vertex; returns its name. */
  public String constant(String what, INDArray value) {
    return graph.constant(Tensor.of(graph.newName(name + "/" + what), value));
  }

  /** Adds a node; returns the name of its result. */
  public String node(String operator, List<String> of, AttributeProto... attributes) {
    String result = graph.newName(name + "/" + operator);
    graph.addTo(operator, of, List.of(result), attributes);
    return result;
  }

  /**
   * The activation of a layer's last step.
   *
   * @param value what it is applied to, kept as the vertex's value before activation
   */
  public String activated(String value, IActivation activation) {
    preActivation = value;
    return Activations.map(this, value, activation);
  }

  /** What the layer's activation was applied to; absent for vertices without one. */
  Optional<String> preActivation() {
    return Optional.ofNullable(preActivation);
  }

  /** This vertex cannot be written. */
  public UnmappedOperationException refusal(String reason) {
    return new UnmappedOperationException(
        subject().getClass().getSimpleName() + " \"" + name + "\": " + reason);
  }
}
