package org.taskweave.nn.encoder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.engine.block.TokenRows;
import org.taskweave.engine.plan.Differentiation;
import org.taskweave.engine.plan.ExecutionPlan;
import org.taskweave.engine.plan.PlanPool;

/**
 * A run of consecutive layers for one shape [B,T], forward or forward and backward. Fill {@link
 * #states()} and {@link #mask()}, call {@link #forward()}, and for training fill {@link #epsilon()}
 * and call {@link #backward()}.
 */
final class LayersPlan implements AutoCloseable {

  private static final String STATES = "states";
  private static final String MASK = "mask";
  private static final String OUTPUT = "output";
  private static final String EPSILON = "epsilon";

  private final INDArray states;
  private final INDArray mask;
  private final INDArray epsilon;
  private final List<INDArray> dropoutMasks = new ArrayList<>();
  private final double keep;
  private final ExecutionPlan plan;
  private final String statesGradient;

  /**
   * Which layers: what follows the embeddings if asked, layers from (inclusive) to (exclusive), and
   * what follows the last layer if asked.
   */
  record Range(boolean embeddings, int from, int to, boolean top) {

    /** Whether nothing is computed, dropout aside. */
    boolean empty(EncoderConfig config) {
      boolean before = config.layout().normBefore();
      return from == to && !(before ? top : embeddings);
    }

    boolean contains(String parameter) {
      if (parameter.startsWith(EncoderParameters.EMBEDDING_NORM)) {
        return embeddings;
      }
      if (parameter.startsWith(EncoderParameters.FINAL_NORM)) {
        return top;
      }
      OptionalInt layer = EncoderParameters.layerOf(parameter);
      return layer.isPresent() && layer.getAsInt() >= from && layer.getAsInt() < to;
    }
  }

  /**
   * Builds the plan.
   *
   * @param causal whether a token attends to itself and those before it alone
   * @param parameters by name; views of the flat parameter vector
   * @param gradients by name; views of the flat gradient vector that backward writes to; null for a
   *     forward-only plan
   * @param dropout 0 for none
   */
  LayersPlan(
      EncoderConfig config,
      boolean causal,
      Range range,
      int batchSize,
      int length,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients,
      double dropout,
      PlanPool pool) {
    int rows = batchSize * length;
    int hidden = config.hiddenSize();
    this.keep = 1 - dropout;
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      DataType type = parameters.values().iterator().next().dataType();
      PlanPool.InputArrays inputs = pool.newInputs();
      this.states = inputs.array(type, rows, hidden);
      this.mask = inputs.array(type, batchSize, length);
      this.epsilon = gradients == null ? null : inputs.array(type, rows, hidden);
      if (range.empty(config)) {
        this.plan = null;
        this.statesGradient = null;
        return;
      }
      states.assign(0);
      mask.assign(1);
      SameDiff graph = SameDiff.create();
      Map<String, INDArray> bound = new HashMap<>();
      graph.placeHolder(STATES, type, rows, hidden);
      graph.placeHolder(MASK, type, batchSize, length);
      bound.put(STATES, states);
      bound.put(MASK, mask);
      parameters.forEach(
          (name, value) -> {
            if (range.contains(name)) {
              graph.placeHolder(name, type, value.shape());
              bound.put(name, value);
            }
          });
      TransformerGraph transformer =
          new TransformerGraph(
              graph,
              config,
              causal,
              TokenRows.of(length),
              Kernels.blocks(graph, type, length),
              dropout == 0 ? Optional.empty() : Optional.of(x -> drop(graph, x, inputs, bound)));
      SDVariable output = graph.getVariable(STATES);
      if (range.embeddings()) {
        output = transformer.embeddings(output);
      }
      for (int i = range.from(); i < range.to(); i++) {
        output = transformer.layer(i, output, graph.getVariable(MASK));
      }
      if (range.top()) {
        output = transformer.top(output);
      }
      output.rename(OUTPUT);
      if (gradients == null) {
        this.statesGradient = null;
        this.plan =
            ExecutionPlan.build(
                graph, bound, List.of(List.of(OUTPUT)), Map.of(), pool, config.layerNormEpsilon());
        return;
      }
      epsilon.assign(0);
      bound.put(EPSILON, epsilon);
      List<String> wanted = new ArrayList<>(List.of(STATES));
      gradients.keySet().stream().filter(range::contains).forEach(wanted::add);
      Map<String, SDVariable> found =
          Differentiation.gradients(
              graph,
              graph.getVariable(OUTPUT),
              graph.placeHolder(EPSILON, type, rows, hidden),
              wanted);
      Map<String, INDArray> destinations = new HashMap<>();
      List<String> results = new ArrayList<>();
      found.forEach(
          (name, gradient) -> {
            results.add(gradient.name());
            if (!name.equals(STATES)) {
              destinations.put(gradient.name(), gradients.get(name));
            }
          });
      this.statesGradient = results.get(0);
      this.plan =
          ExecutionPlan.build(
              graph,
              bound,
              List.of(List.of(OUTPUT), results),
              destinations,
              pool,
              config.layerNormEpsilon());
    }
  }

  private SDVariable drop(
      SameDiff graph, SDVariable x, PlanPool.InputArrays inputs, Map<String, INDArray> bound) {
    String name = "dropout" + dropoutMasks.size();
    INDArray values = inputs.array(states.dataType(), states.shape());
    values.assign(1);
    dropoutMasks.add(values);
    bound.put(name, values);
    return x.mul(graph.placeHolder(name, states.dataType(), states.shape()));
  }

  /** [B*T,H], to be filled before {@link #forward()}. */
  INDArray states() {
    return states;
  }

  /** [B,T], to be filled before {@link #forward()}. */
  INDArray mask() {
    return mask;
  }

  /** Gradient of the loss at the output [B*T,H], to be filled before {@link #backward()}. */
  INDArray epsilon() {
    return epsilon;
  }

  /** Output [B*T,H]. */
  INDArray forward() {
    if (plan == null) {
      return states;
    }
    for (INDArray values : dropoutMasks) {
      Nd4j.getExecutioner().exec(new BernoulliDistribution(values, keep));
      values.divi(keep);
    }
    plan.run(0);
    return plan.value(OUTPUT);
  }

  /** Writes the parameters' gradients; returns the gradient at the input states [B*T,H]. */
  INDArray backward() {
    if (plan == null) {
      return epsilon;
    }
    plan.run(1);
    return plan.value(statesGradient);
  }

  /** Kernel times, the most expensive first; see {@link ExecutionPlan#profile}. */
  List<String> profile(int repeats) {
    return plan == null ? List.of() : plan.profile(repeats);
  }

  @Override
  public void close() {
    if (plan != null) {
      plan.close();
    }
  }
}
