package org.taskweave.nn.attach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.engine.plan.Differentiation;
import org.taskweave.engine.plan.ExecutionPlan;
import org.taskweave.engine.plan.PlanPool;

/** An attached graph for fixed shapes of its inputs, forward or forward and backward. */
final class AttachedPlan implements AutoCloseable {

  private static final String EPSILON = "taskweave/epsilon";

  /** SameDiff's own layer norm adds nothing; this matters for rows of equal numbers alone. */
  private static final double LAYER_NORM_EPSILON = 1e-12;

  private final List<INDArray> inputs = new ArrayList<>();
  private final INDArray epsilon;
  private final String output;
  private final Optional<String> inputGradient;
  private final ExecutionPlan plan;

  /**
   * What the backward pass computes.
   *
   * @param into where the gradients of parameters are written, by name; others are not computed
   * @param atInput whether the gradient at the first input is wanted
   */
  record Gradients(Map<String, INDArray> into, boolean atInput) {

    boolean none() {
      return into.isEmpty() && !atInput;
    }
  }

  /**
   * Builds the plan; operations run once meanwhile, on zeros.
   *
   * @param shapes of the inputs
   * @param outputShape of the result
   * @param parameters values by name, read in place
   * @param gradients absent for a plan that only runs forward
   */
  AttachedPlan(
      SavedGraph saved,
      List<long[]> shapes,
      long[] outputShape,
      Map<String, INDArray> parameters,
      Optional<Gradients> gradients,
      PlanPool pool) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      SameDiff graph = saved.open();
      PlanPool.InputArrays arrays = pool.newInputs();
      this.output = saved.output();
      Map<String, INDArray> bound = new HashMap<>(parameters);
      for (int i = 0; i < shapes.size(); i++) {
        String name = saved.inputs().get(i);
        INDArray input = arrays.array(graph.getVariable(name).dataType(), shapes.get(i));
        input.assign(0);
        inputs.add(input);
        bound.put(name, input);
      }
      List<List<String>> segments = new ArrayList<>(List.of(List.of(output)));
      Map<String, INDArray> destinations = new HashMap<>();
      Optional<Gradients> computed = gradients.filter(wanted -> !wanted.none());
      if (computed.isPresent()) {
        var type = graph.getVariable(output).dataType();
        epsilon = arrays.array(type, outputShape);
        epsilon.assign(0);
        bound.put(EPSILON, epsilon);
        List<String> wanted = new ArrayList<>();
        if (computed.get().atInput()) {
          wanted.add(saved.inputs().get(0));
        }
        wanted.addAll(computed.get().into().keySet());
        Map<String, SDVariable> found =
            Differentiation.gradients(
                graph,
                graph.getVariable(output),
                graph.placeHolder(EPSILON, type, outputShape),
                wanted);
        computed
            .get()
            .into()
            .forEach((name, value) -> destinations.put(found.get(name).name(), value));
        segments.add(wanted.stream().map(name -> found.get(name).name()).toList());
        this.inputGradient =
            computed.get().atInput() ? Optional.of(segments.get(1).get(0)) : Optional.empty();
      } else {
        this.epsilon = null;
        this.inputGradient = Optional.empty();
      }
      this.plan =
          ExecutionPlan.build(graph, bound, segments, destinations, pool, LAYER_NORM_EPSILON);
    }
  }

  /** Runs the graph; the result is valid until the next run. */
  INDArray forward(INDArray... values) {
    for (int i = 0; i < values.length; i++) {
      inputs.get(i).assign(values[i]);
    }
    plan.run(0);
    return plan.value(output);
  }

  /**
   * Writes the parameters' gradients; returns the one at the first input, if it was asked for.
   *
   * @param atOutput gradient of the loss at the output
   */
  Optional<INDArray> backward(INDArray atOutput) {
    if (epsilon == null) {
      return Optional.empty();
    }
    epsilon.assign(atOutput);
    plan.run(1);
    return inputGradient.map(plan::value);
  }

  @Override
  public void close() {
    plan.close();
  }
}
