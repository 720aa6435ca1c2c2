package org.taskweave.onnx.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.taskweave.core.batch.ModelInput;
import org.taskweave.core.calibration.Calibration;
import org.taskweave.core.calibration.PriorCorrection;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.head.TaskHeads;
import org.taskweave.nn.item.MemoryWindow;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.OnnxGraph;
import org.taskweave.onnx.network.NetworkExporter;

/**
 * The ONNX graph of a multi-task model.
 *
 * <p>Inputs: {@code tokenIds} and {@code tokenTypeIds} [B,T] (INT64), {@code mask} [B,T]; where the
 * model has them {@code categoricalChannels} [B,Q,T] (INT64), {@code numericChannels} [B,T,E] and
 * {@code userFeatures} [B,F]. In a hierarchical model there is {@code labelRows} [R] (INT64), the
 * cells b * T + t that are read, and R instead of B in what follows; what else the network reads is
 * derived: the items are the whole catalog, and nothing is subtracted. Outputs: each task's scores
 * under its name, as {@link org.taskweave.core.batch.TaskScores} has them; then what {@link
 * ExtraOutputs} asks for.
 */
final class ModelGraph {

  private static final String POOLED = "pooled";
  private static final String BATCH = "batch";
  private static final String LENGTH = "length";

  private static final String ROWS = "rows";
  private static final String LABEL_ROWS = ModelInput.LABEL_ROWS.key();

  /** Of inputs that no node reads when the whole catalog is scored. */
  private static final String UNREAD = "";

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
    String rows = rows(network);
    for (String name : network.getConfiguration().getNetworkInputs()) {
      inputs.put(name, input(graph, name, source, rows));
    }
    List<String> wanted = new ArrayList<>(network.getConfiguration().getNetworkOutputs());
    boolean pooled = extra.pooled() && network.getConfiguration().getVertices().containsKey(POOLED);
    if (pooled) {
      wanted.add(POOLED);
    }
    NetworkExporter.Values values = exporter.write(network, inputs, wanted, graph);
    for (TaskSpec task : model.tasks()) {
      String raw = values.outputs().get(task.name());
      Calibration calibration = model.calibrations().get(task.name());
      String calibrated =
          calibration == null
              ? raw
              : CalibrationNodes.add(graph, calibration, raw, task.outputWidth());
      PriorCorrection correction = source.corrections().get(task.name());
      scores(
          graph,
          task,
          rows,
          task.name(),
          correction == null ? calibrated : CalibrationNodes.add(graph, correction, calibrated),
          task.outputWidth());
    }
    for (int k = 0; k < model.tasks().size(); k++) {
      TaskSpec task = model.tasks().get(k);
      if (extra.logits() && values.preActivations().containsKey(task.name())) {
        scores(
            graph,
            task,
            rows,
            task.name() + ".logits",
            values.preActivations().get(task.name()),
            TaskHeads.of(task).logits());
      }
      if (extra.values() && task.standardises()) {
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
        scores(graph, task, rows, task.name() + ".value", restored, task.outputWidth());
      }
    }
    if (pooled) {
      graph.output(POOLED, values.outputs().get(POOLED), ElementType.FLOAT, rows, "hidden");
    }
    return graph;
  }

  /** What labels, user features and scores have one row for. */
  private static String rows(ComputationGraph network) {
    return network.getConfiguration().getNetworkInputs().contains(LABEL_ROWS) ? ROWS : BATCH;
  }

  private static String input(OnnxGraph graph, String name, ExportSource source, String rows) {
    Optional<ModelInput> known = ModelInput.of(name);
    if (known.isEmpty() || !known.get().inFiles()) {
      return known.flatMap(ModelInput::source).map(ModelInput::key).orElse(UNREAD);
    }
    Object[] shape = known.get().shape().stream().map(axis -> size(axis, source, rows)).toArray();
    return graph.input(name, known.get().real() ? ElementType.FLOAT : ElementType.INT64, shape);
  }

  private static Object size(ModelInput.Axis axis, ExportSource source, String rows) {
    return switch (axis) {
      case SEQUENCES -> BATCH;
      case TOKENS -> LENGTH;
      case ROWS -> rows;
      case CATEGORICAL_CHANNELS -> source.channels().categorical().size();
      case NUMERIC_CHANNELS -> source.channels().numeric().size();
      case USER_FEATURES -> source.userFeatures().size();
      case MEMORY_EVENTS -> MemoryWindow.WIDTH;
    };
  }

  private static void scores(
      OnnxGraph graph, TaskSpec task, String rows, String name, String value, int width) {
    graph.output(name, value, ElementType.FLOAT, task.perToken() ? TOKENS : rows, width);
  }
}
