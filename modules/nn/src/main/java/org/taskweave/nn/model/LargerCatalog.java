package org.taskweave.nn.model;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.item.ItemScoresGraphVertex;
import org.taskweave.nn.item.ItemScoresVertex;
import org.taskweave.nn.item.ItemsGraphVertex;
import org.taskweave.nn.item.ItemsVertex;

/** Makes a model for a catalog with more items out of a trained one, without training. */
final class LargerCatalog {

  private LargerCatalog() {}

  static MultiTaskModel of(
      MultiTaskModel model, List<TaskSpec> tasks, int[] rows, int[] newRows, WeightTensor texts) {
    ComputationGraphConfiguration configuration = model.graph().getConfiguration().clone();
    int count = rows.length + newRows.length;
    for (Map.Entry<String, org.deeplearning4j.nn.conf.graph.GraphVertex> vertex :
        configuration.getVertices().entrySet()) {
      if (vertex.getValue() instanceof ItemsVertex items) {
        vertex.setValue(items.withItems(count));
      } else if (vertex.getValue() instanceof ItemScoresVertex scores) {
        vertex.setValue(scores.withItems(count));
      }
    }
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    for (GraphVertex old : model.graph().getVertices()) {
      GraphVertex own = graph.getVertex(old.getVertexName());
      if (old instanceof ItemsGraphVertex items) {
        ((ItemsGraphVertex) own).takeFrom(items, rows, newRows, texts);
      } else if (old instanceof ItemScoresGraphVertex scores) {
        ((ItemScoresGraphVertex) own).takeFrom(scores, rows);
      } else if (old.numParams() > 0) {
        copy(old.paramTable(false), own.paramTable(false));
      }
    }
    return new MultiTaskModel(graph, tasks);
  }

  private static void copy(Map<String, INDArray> from, Map<String, INDArray> to) {
    from.forEach((name, value) -> to.get(name).assign(value));
  }
}
