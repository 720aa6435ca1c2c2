package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;
import org.taskweave.nn.item.TargetAttentionVertex;

/**
 * Attention of the candidate to events of its user: queries of the candidate, keys and values of
 * {@link GraphNames#EVENT_ROWS}.
 *
 * @param l2 of the layers that make them
 * @param rate that they learn at
 */
record AttentionPart(
    ModelSpec spec, LayerRules layers, GraphBuilder graph, double l2, double rate) {

  /**
   * Adds it.
   *
   * @param name of its result
   * @param of what the names of its layers begin with
   * @param more inputs of the vertex, after the mask
   */
  void add(String name, String of, TargetAttentionVertex vertex, List<String> more) {
    String query = of + GraphNames.ATTENTION_QUERY;
    String keys = of + GraphNames.ATTENTION_KEYS;
    String values = of + GraphNames.ATTENTION_VALUES;
    addLinear(query, GraphNames.CANDIDATE);
    addLinear(keys, GraphNames.EVENT_ROWS);
    addLinear(values, GraphNames.EVENT_ROWS);
    List<String> inputs =
        new ArrayList<>(List.of(query, keys, values, GraphNames.LABEL_ROWS, GraphNames.EVENT_MASK));
    inputs.addAll(more);
    graph.addVertex(name, vertex, inputs.toArray(String[]::new));
  }

  private void addLinear(String name, String input) {
    int width = spec.items().orElseThrow().settings().width();
    DenseLayer.Builder layer =
        new DenseLayer.Builder().nIn(width).nOut(width).activation(Activation.IDENTITY);
    layers.finish(layer, l2, rate);
    graph.addLayer(name, layer.build(), input);
  }
}
