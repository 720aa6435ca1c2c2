package org.taskweave.nn.tower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.nn.engine.Differentiation;
import org.taskweave.nn.engine.ExecutionPlan;
import org.taskweave.nn.engine.PlanPool;

/** A tower's graph for one number of rows, forward or forward and backward. */
final class TowerPlan implements AutoCloseable {

  private static final String EPSILON = "taskweave/epsilon";

  /** SameDiff's own layer norm adds nothing; this matters for rows of equal numbers alone. */
  private static final double LAYER_NORM_EPSILON = 1e-12;

  private final INDArray input;
  private final INDArray epsilon;
  private final String output;
  private final String inputGradient;
  private final ExecutionPlan plan;

  /**
   * Builds the plan.
   *
   * @param inputs F
   * @param outputs G
   * @param parameters values of the graph's variables by name, read in place
   * @param gradients where backward writes the variables' gradients; without variables where they
   *     stay as they are; absent for a plan that only runs forward
   */
  TowerPlan(
      TowerGraph tower,
      int rows,
      int inputs,
      int outputs,
      Map<String, INDArray> parameters,
      Optional<Map<String, INDArray>> gradients,
      DataType type,
      PlanPool pool) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      SameDiff graph = tower.open();
      PlanPool.InputArrays arrays = pool.newInputs();
      this.output = tower.output();
      this.input = arrays.array(type, rows, inputs);
      this.epsilon = gradients.isPresent() ? arrays.array(type, rows, outputs) : null;
      input.assign(0);
      Map<String, INDArray> bound = new HashMap<>(parameters);
      bound.put(tower.input(), input);
      List<List<String>> segments = new ArrayList<>(List.of(List.of(output)));
      Map<String, INDArray> destinations = new HashMap<>();
      if (gradients.isPresent()) {
        epsilon.assign(0);
        bound.put(EPSILON, epsilon);
        List<String> wanted = new ArrayList<>(List.of(tower.input()));
        wanted.addAll(gradients.get().keySet());
        Map<String, SDVariable> found =
            Differentiation.gradients(
                graph,
                graph.getVariable(output),
                graph.placeHolder(EPSILON, type, rows, outputs),
                wanted);
        gradients.get().forEach((name, value) -> destinations.put(found.get(name).name(), value));
        segments.add(wanted.stream().map(name -> found.get(name).name()).toList());
        this.inputGradient = segments.get(1).get(0);
      } else {
        this.inputGradient = null;
      }
      this.plan =
          ExecutionPlan.build(graph, bound, segments, destinations, pool, LAYER_NORM_EPSILON);
    }
  }

  /** Rows [N,F] to rows [N,G]; the result is valid until the next run. */
  INDArray forward(INDArray rows) {
    input.assign(rows);
    plan.run(0);
    return plan.value(output);
  }

  boolean hasGradients() {
    return epsilon != null;
  }

  /**
   * Writes the variables' gradients; returns the one at the input [N,F].
   *
   * @param atOutput gradient of the loss at the output [N,G]
   */
  INDArray backward(INDArray atOutput) {
    epsilon.assign(atOutput);
    plan.run(1);
    return plan.value(inputGradient);
  }

  @Override
  public void close() {
    plan.close();
  }
}
