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
import org.taskweave.engine.plan.Buffers;
import org.taskweave.engine.plan.Differentiation;
import org.taskweave.engine.plan.ExecutionPlan;
import org.taskweave.engine.plan.PlanPool;
import org.taskweave.engine.plan.Precision;

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
  private static final String CELLS = "cells";

  private final INDArray states;
  private final INDArray mask;
  private final INDArray epsilon;

  /** [B] INT32; null where all tokens are read. */
  private final INDArray cells;

  private final List<INDArray> dropoutMasks = new ArrayList<>();

  /** Copies of parameters that lie within larger ones. */
  private final List<PackedParameter> packed = new ArrayList<>();

  private final double keep;
  private final ExecutionPlan plan;
  private final String statesGradient;

  /** A parameter that lies within a larger one, and a copy whose values lie together. */
  private record PackedParameter(INDArray parameter, INDArray copy) {}

  /**
   * Which layers: what follows the embeddings if asked, layers from (inclusive) to (exclusive), and
   * what follows the last layer if asked.
   *
   * @param oneToken whether the output is that of one token of each sequence, [B,H]
   */
  record Range(boolean embeddings, int from, int to, boolean top, boolean oneToken) {

    /** As this one, for one token of each sequence; there must be a layer. */
    Range ofOneToken() {
      return new Range(embeddings, from, to, top, true);
    }

    /** Whether nothing is computed, dropout aside. */
    boolean empty(EncoderConfig config) {
      boolean before = config.layout().normBefore();
      return from == to && !(before ? top : embeddings);
    }

    /** Parameters, or their gradients, as the layers' graph names them. */
    Map<String, INDArray> parameters(Map<String, INDArray> all) {
      return oneToken ? EncoderParameters.queriesApart(all, to - 1) : all;
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
   * @param given parameters by name; views of the flat parameter vector
   * @param learned gradients by name; views of the flat gradient vector that backward writes to;
   *     null for a forward-only plan
   * @param below whether something learns below these layers, so that backward is to give the
   *     gradient at the input states
   * @param precision of the linear layers' products
   * @param dropout 0 for none
   */
  LayersPlan(
      EncoderConfig config,
      boolean causal,
      Range range,
      int batchSize,
      int length,
      Map<String, INDArray> given,
      Map<String, INDArray> learned,
      boolean below,
      Precision precision,
      double dropout,
      PlanPool pool) {
    int rows = batchSize * length;
    int hidden = config.hiddenSize();
    Map<String, INDArray> parameters = range.parameters(given);
    Map<String, INDArray> gradients = learned == null ? null : range.parameters(learned);
    this.keep = 1 - dropout;
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      DataType type = parameters.values().iterator().next().dataType();
      PlanPool.InputArrays inputs = pool.newInputs();
      this.states = inputs.array(type, rows, hidden);
      this.mask = inputs.array(type, batchSize, length);
      int outputs = range.oneToken() ? batchSize : rows;
      this.epsilon = gradients == null ? null : inputs.array(type, outputs, hidden);
      this.cells = range.oneToken() ? inputs.array(DataType.INT32, batchSize) : null;
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
              bound.put(name, packed(value, inputs));
            }
          });
      if (cells != null) {
        cells.assign(Nd4j.arange(0, rows, length));
        graph.placeHolder(CELLS, DataType.INT32, batchSize);
        bound.put(CELLS, cells);
      }
      TransformerGraph transformer =
          new TransformerGraph(
              graph,
              config,
              causal,
              TokenRows.of(length),
              Kernels.blocks(graph, type, length),
              dropout == 0
                  ? Optional.empty()
                  : Optional.of(x -> x.mul(dropoutMask(graph, inputs, bound))));
      SDVariable output = graph.getVariable(STATES);
      if (range.embeddings()) {
        output = transformer.embeddings(output);
      }
      SDVariable tokens = graph.getVariable(MASK);
      int whole = range.oneToken() ? range.to() - 1 : range.to();
      for (int i = range.from(); i < whole; i++) {
        output = transformer.layer(i, output, tokens);
      }
      if (range.oneToken()) {
        SDVariable read = graph.getVariable(CELLS);
        // All tokens' values are drawn, so that a seed's do not depend on which are read.
        output =
            transformer
                .withDropout(x -> x.mul(graph.gather(dropoutMask(graph, inputs, bound), read, 0)))
                .lastLayer(whole, output, tokens, read);
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
      List<String> wanted = new ArrayList<>(below ? List.of(STATES) : List.of());
      gradients.keySet().stream().filter(range::contains).forEach(wanted::add);
      Map<String, SDVariable> found =
          Differentiation.gradients(
              graph,
              graph.getVariable(OUTPUT),
              graph.placeHolder(EPSILON, type, outputs, hidden),
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
      this.statesGradient = below ? results.get(0) : null;
      this.plan =
          ExecutionPlan.build(
              graph,
              bound,
              List.of(List.of(OUTPUT), results),
              destinations,
              pool,
              config.layerNormEpsilon(),
              precision);
    }
  }

  /** A parameter whose values lie together: products with parts of a matrix are twice as slow. */
  private INDArray packed(INDArray parameter, PlanPool.InputArrays inputs) {
    if (Buffers.contiguous(parameter)) {
      return parameter;
    }
    INDArray copy = inputs.array(parameter.dataType(), parameter.shape());
    copy.assign(parameter);
    packed.add(new PackedParameter(parameter, copy));
    return copy;
  }

  /** Another one, [B*T,H]. */
  private SDVariable dropoutMask(
      SameDiff graph, PlanPool.InputArrays inputs, Map<String, INDArray> bound) {
    String name = "dropout" + dropoutMasks.size();
    INDArray values = inputs.array(states.dataType(), states.shape());
    values.assign(1);
    dropoutMasks.add(values);
    bound.put(name, values);
    return graph.placeHolder(name, states.dataType(), states.shape());
  }

  /** [B*T,H], to be filled before {@link #forward()}. */
  INDArray states() {
    return states;
  }

  /** [B,T], to be filled before {@link #forward()}. */
  INDArray mask() {
    return mask;
  }

  /**
   * The tokens that are read, b * T + t of one of each sequence [B] (INT32), to be filled before
   * {@link #forward()}; null where all are.
   */
  INDArray cells() {
    return cells;
  }

  /** Gradient at the output, to be filled before {@link #backward()}. */
  INDArray epsilon() {
    return epsilon;
  }

  /** Output [B*T,H], or [B,H] of the tokens that are read. */
  INDArray forward() {
    if (plan == null) {
      return states;
    }
    for (INDArray values : dropoutMasks) {
      Nd4j.getExecutioner().exec(new BernoulliDistribution(values, keep));
      values.divi(keep);
    }
    packed.forEach(part -> part.copy().assign(part.parameter()));
    plan.run(0);
    return plan.value(OUTPUT);
  }

  /**
   * Writes the parameters' gradients; returns the gradient at the input states [B*T,H], null where
   * nothing below learns.
   */
  INDArray backward() {
    if (plan == null) {
      return epsilon;
    }
    plan.run(1);
    return statesGradient == null ? null : plan.value(statesGradient);
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
