package org.taskweave.onnx.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.OnnxGraph;
import org.taskweave.onnx.network.NetworkExporter;

/**
 * The ONNX graph of a multi-task model.
 *
 * <p>Inputs: {@code tokenIds} and {@code tokenTypeIds} [B,T] (INT64), {@code mask} [B,T]; where the
 * model has them {@code categoricalChannels} [B,C,T] (INT64), {@code numericChannels} [B,T,E] and
 * {@code userFeatures} [B,F]. Outputs: each task's scores under its name, as {@link
 * org.taskweave.core.batch.TaskScores} has them; then what {@link ExtraOutputs} asks for.
 */
final class ModelGraph {

  private static final String POOLED = "pooled";
  private static final String BATCH = "batch";
  private static final String LENGTH = "length";
  private static final String TOKENS = "batch*length";

  private final NetworkExporter exporter;

  ModelGraph(NetworkExporter exporter) {
    this.exporter = exporter;
  }

  OnnxGraph of(ExportSource source, ExtraOutputs extra) {
    MultiTaskModel model = source.model();
    ComputationGraph network = model.graph();
    OnnxGraph graph = new OnnxGraph();
    Map<String, String> inputs = new HashMap<>();
    for (String name : network.getConfiguration().getNetworkInputs()) {
      inputs.put(name, input(graph, name, source));
    }
    List<String> wanted = new ArrayList<>(network.getConfiguration().getNetworkOutputs());
    boolean pooled = extra.pooled() && network.getConfiguration().getVertices().containsKey(POOLED);
    if (pooled) {
      wanted.add(POOLED);
    }
    NetworkExporter.Values values = exporter.write(network, inputs, wanted, graph);
    for (TaskSpec task : model.tasks()) {
      scores(graph, task, task.name(), values.outputs().get(task.name()));
    }
    for (int k = 0; k < model.tasks().size(); k++) {
      TaskSpec task = model.tasks().get(k);
      if (extra.logits() && values.preActivations().containsKey(task.name())) {
        scores(graph, task, task.name() + ".logits", values.preActivations().get(task.name()));
      }
      if (extra.values() && task instanceof TaskSpec.Regression) {
        String scaled =
            graph.add(
                "Mul",
                List.of(
                    values.outputs().get(task.name()),
                    graph.scalar(ElementType.FLOAT, source.scales().get(k).deviation())));
        String restored =
            graph.add(
                "Add",
                List.of(scaled, graph.scalar(ElementType.FLOAT, source.scales().get(k).mean())));
        scores(graph, task, task.name() + ".value", restored);
      }
    }
    if (pooled) {
      graph.output(POOLED, values.outputs().get(POOLED), ElementType.FLOAT, BATCH, "hidden");
    }
    return graph;
  }

  private static String input(OnnxGraph graph, String name, ExportSource source) {
    return switch (name) {
      case "tokenIds", "tokenTypeIds" -> graph.input(name, ElementType.INT64, BATCH, LENGTH);
      case "mask" -> graph.input(name, ElementType.FLOAT, BATCH, LENGTH);
      case "categoricalChannels" ->
          graph.input(
              name, ElementType.INT64, BATCH, source.channels().categorical().size(), LENGTH);
      case "numericChannels" ->
          graph.input(name, ElementType.FLOAT, BATCH, LENGTH, source.channels().numeric().size());
      case "userFeatures" ->
          graph.input(name, ElementType.FLOAT, BATCH, source.userFeatures().size());
      default ->
          throw new IllegalArgumentException("the model has an unknown input \"" + name + "\"");
    };
  }

  private static void scores(OnnxGraph graph, TaskSpec task, String name, String value) {
    graph.output(
        name,
        value,
        ElementType.FLOAT,
        task instanceof TaskSpec.TokenTagging ? TOKENS : BATCH,
        task.outputWidth());
  }
}
