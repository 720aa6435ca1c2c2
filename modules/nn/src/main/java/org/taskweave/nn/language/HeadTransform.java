package org.taskweave.nn.language;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.LanguageHead;
import org.taskweave.engine.block.Activation;
import org.taskweave.engine.block.Blocks;
import org.taskweave.engine.block.FusedBlocks;
import org.taskweave.engine.block.PlainBlocks;
import org.taskweave.engine.block.TokenRows;
import org.taskweave.engine.kernel.KernelSupport;
import org.taskweave.engine.plan.Differentiation;
import org.taskweave.engine.plan.ExecutionPlan;
import org.taskweave.engine.plan.PlanPool;

/**
 * Linear layer, activation and layer norm of states [M,H]. Numbers of states are rounded up to a
 * few sizes, each with a plan; the rows that fill up are zeros, and their gradient is zero.
 */
final class HeadTransform implements AutoCloseable {

  private static final String STATES = "states";
  private static final String OUTPUT = "output";
  private static final String EPSILON = "epsilon";
  private static final int BUCKET = 32;
  private static final List<String> LEARNED =
      List.of(
          LanguageHead.DENSE + ".weight",
          LanguageHead.DENSE + ".bias",
          LanguageHead.NORM + ".weight",
          LanguageHead.NORM + ".bias");

  private final EncoderConfig config;
  private final Map<String, INDArray> parameters;
  private final Map<String, INDArray> gradients;
  private final PlanPool pool = new PlanPool();
  private final Map<Integer, Sized> plans = new LinkedHashMap<>();

  /** A plan for a number of rows, and what it reads. */
  private record Sized(
      INDArray states, INDArray epsilon, ExecutionPlan plan, String gradientAtStates) {}

  private Sized running;

  /**
   * A transform.
   *
   * @param parameters by the names of {@link LanguageHead}, the linear weight [in,out]
   * @param gradients where backward writes to, by the same names
   */
  HeadTransform(
      EncoderConfig config, Map<String, INDArray> parameters, Map<String, INDArray> gradients) {
    this.config = config;
    this.parameters = parameters;
    this.gradients = gradients;
  }

  /** States [M,H] transformed: the first M rows of the result, which the next call overwrites. */
  INDArray forward(INDArray states) {
    int rows = (int) ((states.size(0) + BUCKET - 1) / BUCKET * BUCKET);
    running = plans.computeIfAbsent(rows, this::plan);
    running.states().assign(0);
    first(running.states(), states.size(0)).assign(states);
    running.plan().run(0);
    return first(running.plan().value(OUTPUT), states.size(0));
  }

  /** Writes the parameters' gradients; returns the gradient at the states [M,H]. */
  INDArray backward(INDArray atOutput) {
    running.epsilon().assign(0);
    first(running.epsilon(), atOutput.size(0)).assign(atOutput);
    running.plan().run(1);
    return first(running.plan().value(running.gradientAtStates()), atOutput.size(0));
  }

  private static INDArray first(INDArray matrix, long rows) {
    return matrix.get(NDArrayIndex.interval(0, rows), NDArrayIndex.all());
  }

  private Sized plan(int rows) {
    DataType type = parameters.get(LEARNED.get(0)).dataType();
    long[] shape = {rows, config.hiddenSize()};
    PlanPool.InputArrays inputs = pool.newInputs();
    INDArray states = inputs.array(type, shape).assign(0);
    INDArray epsilon = inputs.array(type, shape).assign(0);
    Map<String, INDArray> bound = new HashMap<>(Map.of(STATES, states, EPSILON, epsilon));
    SameDiff graph = SameDiff.create();
    SDVariable input = graph.placeHolder(STATES, type, shape);
    for (String name : LEARNED) {
      graph.placeHolder(name, type, parameters.get(name).shape());
      bound.put(name, parameters.get(name));
    }
    TokenRows tokenRows = TokenRows.of(1);
    Blocks blocks =
        KernelSupport.serves(type)
            ? new FusedBlocks(graph, tokenRows)
            : new PlainBlocks(graph, tokenRows);
    SDVariable activated =
        blocks.activation(
            Activation.of(config.hiddenActivation()),
            input.mmul(graph.getVariable(LEARNED.get(0))),
            graph.getVariable(LEARNED.get(1)));
    blocks
        .layerNorm(
            new Blocks.NormInputs(
                activated,
                null,
                null,
                graph.getVariable(LEARNED.get(2)),
                graph.getVariable(LEARNED.get(3)),
                config.layerNormEpsilon()))
        .rename(OUTPUT);
    List<String> wanted = new java.util.ArrayList<>(List.of(STATES));
    wanted.addAll(LEARNED);
    Map<String, SDVariable> found =
        Differentiation.gradients(
            graph, graph.getVariable(OUTPUT), graph.placeHolder(EPSILON, type, shape), wanted);
    Map<String, INDArray> destinations = new HashMap<>();
    LEARNED.forEach(name -> destinations.put(found.get(name).name(), gradients.get(name)));
    List<String> results = wanted.stream().map(name -> found.get(name).name()).toList();
    ExecutionPlan plan =
        ExecutionPlan.build(
            graph,
            bound,
            List.of(List.of(OUTPUT), results),
            destinations,
            pool,
            config.layerNormEpsilon());
    return new Sized(states, epsilon, plan, results.get(0));
  }

  @Override
  public void close() {
    plans.values().forEach(sized -> sized.plan().close());
    plans.clear();
    pool.close();
  }
}
