package org.taskweave.engine.vertex;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A vertex's configuration as a saved model has it, which is all that it is: vertices with equal
 * forms are equal, and a form read again is a copy. Not part of it is what DL4J sets when the
 * vertex runs: its name and the cache of its parameters' shapes.
 */
final class SavedForm {

  private static final List<String> NAMES = List.of("name", "layerName");
  private static final String SHAPES = "vertexParams";

  private SavedForm() {}

  /** A copy that shares nothing which can change. */
  static GraphVertex copy(GraphVertex vertex) {
    ObjectNode form = NeuralNetConfiguration.mapper().valueToTree(vertex);
    form.remove(SHAPES);
    try {
      return NeuralNetConfiguration.mapper().treeToValue(form, GraphVertex.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          vertex.getClass().getName() + " cannot be read as it is saved", e);
    }
  }

  static boolean same(GraphVertex vertex, Object other) {
    return vertex == other
        || (other instanceof GraphVertex that
            && vertex.getClass() == that.getClass()
            && of(vertex).equals(of(that)));
  }

  static int hash(GraphVertex vertex) {
    return of(vertex).hashCode();
  }

  private static ObjectNode of(GraphVertex vertex) {
    ObjectNode form = NeuralNetConfiguration.mapper().valueToTree(vertex);
    form.remove(SHAPES);
    form.remove(NAMES);
    return form;
  }
}
