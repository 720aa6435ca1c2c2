package org.taskweave.nn.tower;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.taskweave.core.InvalidInputException;
import org.taskweave.nn.engine.PlanPool;

/**
 * A saved SameDiff graph (.fb) that maps one placeholder [N,inputs] to one output [N,outputs].
 *
 * @param file where it came from, for messages
 * @param graph its operations
 * @param type of its numbers
 * @param parameters values of the variables that the output depends on, by name
 */
public record GraphTower(
    Path file,
    int inputs,
    int outputs,
    TowerGraph graph,
    DataType type,
    Map<String, INDArray> parameters)
    implements Tower {

  private static final int TRIED_ROWS = 3;
  private static final double TOLERANCE = 1e-4;

  public GraphTower {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * Reads a file that {@code SameDiff.save} wrote, and tries it: the engine has to compute what
   * SameDiff does, and to differentiate it.
   *
   * @throws InvalidInputException if it is none, or cannot be a tower
   */
  public static GraphTower read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "the tower " + file + " is no file: give the path of a saved SameDiff graph (.fb)");
    }
    try {
      return of(file, SameDiff.load(file.toFile(), false));
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) {
      throw refusal(file, "is no saved SameDiff graph that can be run and differentiated: " + e, e);
    }
  }

  private static InvalidInputException refusal(Path file, String reason, RuntimeException cause) {
    return new InvalidInputException("the tower " + file + " " + reason, cause);
  }

  private static GraphTower of(Path file, SameDiff saved) {
    List<String> outputs = results(saved);
    if (outputs.size() != 1) {
      throw refusal(
          file,
          "has the results " + outputs + ", which nothing reads: a tower has one such result",
          null);
    }
    String output = outputs.get(0);
    Set<String> read = readBy(file, saved, output);
    List<SDVariable> placeholders = of(saved, read, VariableType.PLACEHOLDER);
    if (placeholders.size() != 1) {
      throw refusal(
          file,
          "reads the placeholders "
              + placeholders.stream().map(SDVariable::name).toList()
              + ": a tower reads one",
          null);
    }
    SDVariable input = placeholders.get(0);
    long[] shape = input.placeholderShape();
    if (shape == null || shape.length != 2 || shape[0] >= 0 || shape[1] <= 0) {
      throw refusal(
          file,
          "has a placeholder of the shape "
              + (shape == null ? "(none)" : java.util.Arrays.toString(shape))
              + ": a tower reads rows, [-1, columns]",
          null);
    }
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    of(saved, read, VariableType.VARIABLE)
        .forEach(variable -> parameters.put(variable.name(), variable.getArr().dup('c')));
    INDArray rows = Nd4j.rand(input.dataType(), TRIED_ROWS, shape[1]);
    INDArray expected = saved.output(Map.of(input.name(), rows), output).get(output);
    if (expected.rank() != 2 || expected.size(0) != TRIED_ROWS) {
      throw refusal(
          file,
          "maps "
              + TRIED_ROWS
              + " rows to the shape "
              + java.util.Arrays.toString(expected.shape())
              + ": a tower maps each row to a row",
          null);
    }
    TowerGraph graph =
        new TowerGraph(
            withoutValues(saved), input.name(), output, new ArrayList<>(parameters.keySet()));
    GraphTower tower =
        new GraphTower(
            file, (int) shape[1], (int) expected.size(1), graph, input.dataType(), parameters);
    tower.tryOut(rows, expected);
    return tower;
  }

  /** What is computed and read by no operation; the file does not keep what setOutputs was told. */
  private static List<String> results(SameDiff saved) {
    Set<String> results = new LinkedHashSet<>();
    saved.getOps().values().forEach(operation -> results.addAll(operation.getOutputsOfOp()));
    saved
        .getOps()
        .values()
        .forEach(
            operation ->
                results.removeAll(
                    Optional.ofNullable(operation.getInputsToOp()).orElse(List.of())));
    return List.copyOf(results);
  }

  /** Names of all that a variable is computed from. */
  private static Set<String> readBy(Path file, SameDiff saved, String output) {
    Set<String> read = new LinkedHashSet<>(List.of(output));
    List<String> open = new ArrayList<>(read);
    while (!open.isEmpty()) {
      String producer = saved.getVariables().get(open.remove(open.size() - 1)).getOutputOfOp();
      SameDiffOp operation = producer == null ? null : saved.getOps().get(producer);
      if (operation == null) {
        continue;
      }
      String name = operation.getOp().opName();
      if (name.contains("dropout") || name.contains("random") || name.contains("bernoulli")) {
        throw refusal(
            file,
            "has the random operation "
                + name
                + ", which would run in predictions too: remove it before saving",
            null);
      }
      for (String argument : Optional.ofNullable(operation.getInputsToOp()).orElse(List.of())) {
        if (read.add(argument)) {
          open.add(argument);
        }
      }
    }
    return read;
  }

  private static List<SDVariable> of(SameDiff saved, Set<String> read, VariableType type) {
    return saved.variables().stream()
        .filter(variable -> read.contains(variable.name()) && variable.getVariableType() == type)
        .toList();
  }

  /** The graph with a placeholder for each variable: the values live in the model's parameters. */
  private static String withoutValues(SameDiff saved) {
    for (SDVariable variable : saved.variables()) {
      if (variable.getVariableType() == VariableType.VARIABLE) {
        variable.setShape(variable.getArr().shape());
        variable.setVariableType(VariableType.PLACEHOLDER);
      }
    }
    ByteBuffer buffer = saved.asFlatBuffers(false);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void tryOut(INDArray rows, INDArray expected) {
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    parameters.forEach((name, value) -> gradients.put(name, value.ulike()));
    try (PlanPool pool = new PlanPool();
        TowerPlan plan =
            new TowerPlan(
                graph,
                TRIED_ROWS,
                inputs,
                outputs,
                parameters,
                Optional.of(gradients),
                type,
                pool)) {
      double apart = Transforms.abs(plan.forward(rows).sub(expected)).maxNumber().doubleValue();
      // Also refuses NaN.
      if (!(apart <= TOLERANCE)) {
        throw refusal(
            file, "is computed differently here than by SameDiff, by up to " + apart, null);
      }
      plan.backward(expected);
    }
  }
}
