package org.taskweave.engine.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A SameDiff graph for fixed shapes as a flat list of kernel calls, in segments: for training,
 * segment 0 is the forward pass up to the outputs and segment 1 the backward pass, which reuses the
 * forward's results and recomputes nothing.
 *
 * <p>Not thread-safe, and plans of one {@link PlanPool} share their memory: finish one plan's
 * segments and read its results before another runs.
 */
public final class ExecutionPlan implements AutoCloseable {

  private final List<PlanStep> steps;
  private final int[] segmentEnds;
  private final List<List<Copy>> copies;
  private final Map<String, INDArray> values;

  /** A result that could not be written to its destination directly. */
  record Copy(INDArray from, INDArray to) {}

  ExecutionPlan(
      List<PlanStep> steps,
      int[] segmentEnds,
      List<List<Copy>> copies,
      Map<String, INDArray> values) {
    this.steps = List.copyOf(steps);
    this.segmentEnds = segmentEnds;
    this.copies = copies;
    this.values = Map.copyOf(values);
  }

  /**
   * Builds a plan; runs every operation once while doing so, since some shapes depend on values.
   *
   * @param graph forward graph, or the gradient function of one
   * @param bound arrays of placeholders and variables by name, read in place on each run
   * @param segments names of the results of each segment, in running order
   * @param destinations arrays that named results are written to
   * @param layerNormEpsilon added to the variance; SameDiff's layer_norm has no such argument
   */
  public static ExecutionPlan build(
      SameDiff graph,
      Map<String, INDArray> bound,
      List<List<String>> segments,
      Map<String, INDArray> destinations,
      PlanPool pool,
      double layerNormEpsilon) {
    return build(graph, bound, segments, destinations, pool, layerNormEpsilon, Precision.FLOAT32);
  }

  /**
   * As above.
   *
   * @param precision of products with bound matrices, which are the weights of linear layers
   */
  public static ExecutionPlan build(
      SameDiff graph,
      Map<String, INDArray> bound,
      List<List<String>> segments,
      Map<String, INDArray> destinations,
      PlanPool pool,
      double layerNormEpsilon,
      Precision precision) {
    PlanInputs inputs = new PlanInputs(bound, segments, destinations);
    return new PlanBuilder(graph, inputs, pool, layerNormEpsilon, precision).build();
  }

  /** Runs one segment; segments run in order. */
  public void run(int segment) {
    int end = segmentEnds[segment];
    for (int i = segment == 0 ? 0 : segmentEnds[segment - 1]; i < end; i++) {
      steps.get(i).run();
    }
    for (Copy copy : copies.get(segment)) {
      copy.to().assign(copy.from());
    }
  }

  /** The array of a segment's result; valid until the plan, or another of its pool, runs again. */
  public INDArray value(String name) {
    INDArray value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is no result of this plan; results: " + values.keySet());
    }
    return value;
  }

  /** Number of kernel calls in all segments. */
  public int size() {
    return steps.size();
  }

  /**
   * Runs all segments with a clock around each kernel and sums by operation and shapes.
   *
   * @return lines "milliseconds calls operation shapes", the most expensive first
   */
  public List<String> profile(int repeats) {
    Map<String, double[]> sums = new TreeMap<>();
    for (int repeat = 0; repeat < repeats; repeat++) {
      for (PlanStep step : steps) {
        long start = System.nanoTime();
        step.run();
        double[] sum = sums.computeIfAbsent(step.description(), d -> new double[2]);
        sum[0] += (System.nanoTime() - start) / 1e6 / repeats;
        sum[1] += 1.0 / repeats;
      }
    }
    return sums.entrySet().stream()
        .sorted(Comparator.comparingDouble(e -> -e.getValue()[0]))
        .map(
            e ->
                String.format(
                    "%9.3f ms %4.0f calls  %s", e.getValue()[0], e.getValue()[1], e.getKey()))
        .toList();
  }

  @Override
  public void close() {
    for (PlanStep step : steps) {
      step.close();
    }
  }
}
