package org.taskweave.onnx.network;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.taskweave.onnx.graph.OnnxGraph;
import org.taskweave.onnx.samediff.OperationMappers;
import org.taskweave.onnx.samediff.UnmappedOperationException;

/** Writes DL4J networks as ONNX nodes, as they compute when nothing is learned. */
public final class NetworkExporter {

  private final VertexMappers vertices;
  private final OperationMappers operations;

  /** An exporter with tables of mappers for vertices and for the SameDiff graphs inside them. */
  public NetworkExporter(VertexMappers vertices, OperationMappers operations) {
    this.vertices = vertices;
    this.operations = operations;
  }

  /**
   * Names of a network's values in the ONNX graph.
   *
   * @param outputs what vertices put out, by vertex
   * @param preActivations what the activations of layers were applied to, by vertex
   */
  public record Values(Map<String, String> outputs, Map<String, String> preActivations) {
    public Values {
      outputs = Map.copyOf(outputs);
      preActivations = Map.copyOf(preActivations);
    }
  }

  /**
   * Adds a network's nodes to a graph.
   *
   * @param inputs ONNX names for the network's inputs
   * @param wanted vertices whose values are needed; others are left out
   * @throws UnmappedOperationException naming a vertex without a mapper
   */
  public Values write(
      ComputationGraph network,
      Map<String, String> inputs,
      Collection<String> wanted,
      OnnxGraph into) {
    ComputationGraphConfiguration configuration = network.getConfiguration();
    Set<String> needed = needed(configuration, wanted);
    Map<String, String> outputs = new HashMap<>();
    Map<String, String> preActivations = new HashMap<>();
    for (int index : network.topologicalSortOrder()) {
      GraphVertex runtime = network.getVertices()[index];
      String name = runtime.getVertexName();
      if (!needed.contains(name)) {
        continue;
      }
      if (configuration.getNetworkInputs().contains(name)) {
        outputs.put(name, input(name, inputs));
        continue;
      }
      NetworkVertex vertex =
          new NetworkVertex(
              name,
              configuration.getVertices().get(name),
              runtime,
              configuration.getVertexInputs().get(name).stream().map(outputs::get).toList(),
              into,
              operations);
      if (vertex.configuration() instanceof LayerVertex layer && layer.getPreProcessor() != null) {
        throw vertex.refusal(
            "its input goes through "
                + layer.getPreProcessor().getClass().getSimpleName()
                + ", which cannot be written");
      }
      outputs.put(name, vertices.map(vertex));
      vertex.preActivation().ifPresent(value -> preActivations.put(name, value));
    }
    return new Values(outputs, preActivations);
  }

  private static String input(String name, Map<String, String> inputs) {
    String value = inputs.get(name);
    if (value == null) {
      throw new UnmappedOperationException(
          "the network's input \"" + name + "\" has no input of the file to read from");
    }
    return value;
  }

  private static Set<String> needed(
      ComputationGraphConfiguration configuration, Collection<String> wanted) {
    Set<String> needed = new HashSet<>(wanted);
    Deque<String> open = new ArrayDeque<>(wanted);
    while (!open.isEmpty()) {
      String name = open.pop();
      List<String> before = configuration.getVertexInputs().get(name);
      if (before == null && !configuration.getNetworkInputs().contains(name)) {
        throw new UnmappedOperationException("the network has no vertex \"" + name + "\"");
      }
      for (String input : before == null ? List.<String>of() : before) {
        if (needed.add(input)) {
          open.push(input);
        }
      }
    }
    return needed;
  }
}
