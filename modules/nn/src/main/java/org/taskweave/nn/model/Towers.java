package org.taskweave.nn.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.core.task.TowerSpec;
import org.taskweave.nn.attach.AttachedGraphVertex;
import org.taskweave.nn.attach.AttachedVertex;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.nn.tower.GraphTower;
import org.taskweave.nn.tower.KerasTower;
import org.taskweave.nn.tower.Tower;
import org.taskweave.nn.tower.TowerStep;

/** The towers of a model's heads: read from their files, built into its graph, given weights. */
final class Towers {

  private final Map<String, Tower> byTask;

  private Towers(Map<String, Tower> byTask) {
    this.byTask = byTask;
  }

  /**
   * Reads the towers that tasks name.
   *
   * @throws InvalidInputException if a file is none that can be a tower
   */
  static Towers read(List<TaskSpec> tasks) {
    Map<String, Tower> byTask = new LinkedHashMap<>();
    for (TaskSpec task : tasks) {
      task.head()
          .tower()
          .ifPresent(tower -> byTask.put(task.name(), Tower.read(Path.of(tower.file()))));
    }
    return new Towers(byTask);
  }

  /** The end of a tower in the graph. */
  record Top(String vertex, int width) {}

  /**
   * Adds a task's tower to the graph; its weights are set by {@link #load}.
   *
   * @param below the vertex it reads, [N,width]
   * @param rate the head's learning rate
   */
  Top add(GraphBuilder graph, TaskSpec task, Top below, UpdateRule rule, double rate) {
    Tower tower = byTask.get(task.name());
    if (tower.inputs() != below.width()) {
      throw new InvalidInputException(
          "tasks."
              + task.name()
              + ".tower: "
              + tower.file()
              + " reads rows of "
              + tower.inputs()
              + " numbers, the representation below it has "
              + below.width()
              + ": "
              + (task.perToken()
                  ? "tokens keep the encoder's width, so give a tower of that width"
                  : "set representation.hidden to "
                      + tower.inputs()
                      + ", or give a tower of that width"));
    }
    String top =
        tower instanceof GraphTower saved
            ? addGraph(graph, task, below, saved, rule, rate)
            : addLayers(graph, task, below, (KerasTower) tower, rule, rate);
    return new Top(top, tower.outputs());
  }

  private static String addGraph(
      GraphBuilder graph,
      TaskSpec task,
      Top below,
      GraphTower tower,
      UpdateRule rule,
      double rate) {
    String name = GraphNames.tower(task.name(), 0);
    graph.addVertex(
        name,
        new AttachedVertex(
            tower.graph(),
            task.head().tower().orElseThrow().frozen(),
            true,
            rule.updater(rate),
            rule.weightPenalties(task.head().l2()),
            rule.biasPenalties()),
        below.vertex());
    return name;
  }

  private static String addLayers(
      GraphBuilder graph,
      TaskSpec task,
      Top below,
      KerasTower tower,
      UpdateRule rule,
      double rate) {
    TowerSpec spec = task.head().tower().orElseThrow();
    String input = below.vertex();
    for (int i = 0; i < tower.steps().size(); i++) {
      TowerStep step = tower.steps().get(i);
      if (step instanceof TowerStep.Dropped && spec.frozen()) {
        continue;
      }
      String name = GraphNames.tower(task.name(), i);
      graph.addLayer(name, layer(step, spec, rule, rate, task.head().l2()), input);
      input = name;
    }
    return input;
  }

  private static Layer layer(
      TowerStep step, TowerSpec spec, UpdateRule rule, double rate, double l2) {
    if (step instanceof TowerStep.Activated activated) {
      return new ActivationLayer.Builder().activation(activated.activation()).build();
    }
    if (step instanceof TowerStep.Dropped dropped) {
      return new DropoutLayer.Builder(dropped.dropout()).build();
    }
    TowerStep.Dense dense = (TowerStep.Dense) step;
    DenseLayer.Builder layer =
        new DenseLayer.Builder()
            .nIn(dense.inputs())
            .nOut(dense.outputs())
            .hasBias(dense.bias().isPresent())
            .activation(dense.activation());
    if (!spec.frozen()) {
      layer.updater(rule.updater(rate));
      layer.regularization(rule.weightPenalties(l2));
      layer.regularizationBias(rule.biasPenalties());
      return layer.build();
    }
    // NoOp passes a gradient on as it is; the wrapper makes the weights' gradient zero.
    layer.updater(new NoOp());
    layer.regularization(List.of());
    layer.regularizationBias(List.of());
    return new FrozenLayerWithBackprop(layer.build());
  }

  /** Copies the files' weights into a graph that was made with these towers. */
  void load(ComputationGraph graph) {
    byTask.forEach(
        (task, tower) -> {
          if (tower instanceof GraphTower saved) {
            ((AttachedGraphVertex) graph.getVertex(GraphNames.tower(task, 0))).load(saved.graph());
          } else {
            load(graph, task, (KerasTower) tower);
          }
        });
  }

  private static void load(ComputationGraph graph, String task, KerasTower tower) {
    for (int i = 0; i < tower.steps().size(); i++) {
      if (tower.steps().get(i) instanceof TowerStep.Dense dense) {
        Map<String, INDArray> parameters = graph.getLayer(GraphNames.tower(task, i)).paramTable();
        parameters.get("W").assign(dense.weights());
        dense.bias().ifPresent(bias -> parameters.get("b").assign(bias));
      }
    }
  }
}
