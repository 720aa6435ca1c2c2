package org.taskweave.nn.attach;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.RandomOp;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.engine.plan.PlanPool;
import org.taskweave.nn.store.GraphBytes;

/** A graph from a file: what is in it, and how it becomes an attached one. */
public final class GraphFile {

  /** FlatBuffers' own limit. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private static final double TOLERANCE = 1e-4;

  /** Constants of that many values and more are kept as parameters. */
  private static final int LARGE = 256;

  private final Path file;
  private final SameDiff graph;

  private GraphFile(Path file, SameDiff graph) {
    this.file = file;
    this.graph = graph;
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it is no saved graph
   */
  public static GraphFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file + " is no file: give the path of a saved SameDiff graph (.fb)");
    }
    byte[] content = BoundedFile.bytes(file, file.toString(), MOST_BYTES);
    return new GraphFile(file, GraphBytes.read(file.toString(), content));
  }

  /** A graph that was made from another kind of file. */
  static GraphFile of(Path file, SameDiff graph) {
    return new GraphFile(file, graph);
  }

  /** A mistake in the file. */
  public InvalidInputException refusal(String reason) {
    return new InvalidInputException(file + " " + reason);
  }

  /**
   * The result by name, or else the only one.
   *
   * @throws InvalidInputException if there is none of that name, or several
   */
  public String output(Optional<String> name) {
    if (name.isPresent()) {
      if (!graph.getVariables().containsKey(name.get())) {
        throw refusal(
            "has no variable \"" + name.get() + "\"; what nothing else reads is " + results());
      }
      return name.get();
    }
    // The file does not keep what setOutputs was told.
    List<String> results = results();
    if (results.size() != 1) {
      throw refusal(
          "has the results " + results + ", which nothing reads: it must have one such result");
    }
    return results.get(0);
  }

  /** What is computed and read by no operation. */
  private List<String> results() {
    Set<String> results = new LinkedHashSet<>();
    graph.getOps().values().forEach(operation -> results.addAll(operation.getOutputsOfOp()));
    graph.getOps().values().forEach(operation -> results.removeAll(inputsOf(operation)));
    return List.copyOf(results);
  }

  private static List<String> inputsOf(SameDiffOp operation) {
    return Optional.ofNullable(operation.getInputsToOp()).orElse(List.of());
  }

  /** The placeholders that a result depends on. */
  public List<SDVariable> placeholders(String output) {
    return of(readBy(output), VariableType.PLACEHOLDER);
  }

  /** Names of all that a variable is computed from. */
  private Set<String> readBy(String output) {
    Set<String> read = new LinkedHashSet<>(List.of(output));
    List<String> open = new ArrayList<>(read);
    while (!open.isEmpty()) {
      String producer = graph.getVariables().get(open.remove(open.size() - 1)).getOutputOfOp();
      SameDiffOp operation = producer == null ? null : graph.getOps().get(producer);
      if (operation == null) {
        continue;
      }
      requireCertain(operation);
      for (String argument : inputsOf(operation)) {
        if (read.add(argument)) {
          open.add(argument);
        }
      }
    }
    return read;
  }

  private void requireCertain(SameDiffOp operation) {
    String name = operation.getOp().opName();
    boolean drawn =
        operation.getOp() instanceof RandomOp
            || Stream.of("dropout", "random", "bernoulli", "distribution").anyMatch(name::contains);
    if (drawn) {
      throw refusal(
          "has the random operation "
              + name
              + ", which would run in predictions too: remove it before saving");
    }
  }

  private List<SDVariable> of(Set<String> read, VariableType type) {
    return graph.variables().stream()
        .filter(variable -> read.contains(variable.name()) && variable.getVariableType() == type)
        .toList();
  }

  /** Rows of the table that a placeholder's ids look up. */
  private OptionalInt vocabulary(String ids) {
    Set<String> names = new LinkedHashSet<>(List.of(ids));
    for (SameDiffOp operation : graph.getOps().values()) {
      List<String> arguments = inputsOf(operation);
      String name = operation.getOp().opName();
      if ((name.equals("cast") || name.equals("identity") || name.equals("reshape"))
          && !arguments.isEmpty()
          && names.contains(arguments.get(0))) {
        names.addAll(operation.getOutputsOfOp());
      }
      if (name.equals("gather") && arguments.size() > 1 && names.contains(arguments.get(1))) {
        INDArray table = graph.getVariable(arguments.get(0)).getArr();
        return table == null ? OptionalInt.empty() : OptionalInt.of((int) table.size(0));
      }
    }
    return OptionalInt.empty();
  }

  /**
   * How a graph is tried.
   *
   * @param inputs values of the placeholders, in their order
   * @param mayBePerToken whether the result may be [B,T,width]
   * @param learns whether its variables' gradients are needed
   * @param gradientAtInput whether the one at the first placeholder is
   */
  record Trial(
      List<INDArray> inputs, boolean mayBePerToken, boolean learns, boolean gradientAtInput) {}

  /**
   * As {@link #take}: a graph that maps rows to rows and whose every gradient is needed.
   *
   * @param rows to try it on
   */
  public ForeignGraph rows(String input, String output, INDArray rows) {
    return take(List.of(input), output, new Trial(List.of(rows), false, true, true));
  }

  /**
   * Tries the graph and takes it apart; this object is of no use afterwards.
   *
   * @throws InvalidInputException if the engine cannot run it, cannot differentiate it where that
   *     is needed, or computes something else than SameDiff
   */
  ForeignGraph take(List<String> inputs, String output, Trial trial) {
    try {
      return taken(inputs, output, trial);
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InvalidInputException(file + " cannot be run: " + e, e);
    }
  }

  private ForeignGraph taken(List<String> inputs, String output, Trial trial) {
    Set<String> read = readBy(output);
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    of(read, VariableType.VARIABLE).forEach(v -> parameters.put(v.name(), v.getArr().dup('c')));
    Set<String> learned = Set.copyOf(parameters.keySet());
    Map<String, INDArray> values = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(inputs.get(i), trial.inputs().get(i));
    }
    INDArray expected = graph.output(values, output).get(output);
    for (SDVariable constant : of(read, VariableType.CONSTANT)) {
      INDArray value = constant.getArr();
      if (value.dataType() == expected.dataType() && value.length() >= LARGE) {
        parameters.put(constant.name(), value.dup('c'));
      }
    }
    boolean perToken = expected.rank() == 3;
    requireShape(trial, expected);
    OptionalInt vocabulary = vocabulary(inputs.get(0));
    SavedGraph saved = SavedGraph.of(graph, inputs, output, List.copyOf(parameters.keySet()));
    ForeignGraph foreign =
        new ForeignGraph(
            file,
            saved,
            (int) expected.size(expected.rank() - 1),
            perToken,
            expected.dataType(),
            parameters,
            learned,
            vocabulary);
    tryForward(foreign, trial, expected);
    tryBackward(foreign, trial, expected);
    return foreign;
  }

  private void requireShape(Trial trial, INDArray expected) {
    long[] first = trial.inputs().get(0).shape();
    long[] shape = expected.shape();
    boolean rows = shape.length == 2 && shape[0] == first[0];
    boolean states =
        trial.mayBePerToken() && shape.length == 3 && shape[0] == first[0] && shape[1] == first[1];
    if (!rows && !states) {
      throw refusal(
          "maps an input of the shape "
              + Arrays.toString(first)
              + " to "
              + Arrays.toString(shape)
              + ": "
              + (trial.mayBePerToken()
                  ? "an encoder maps [B,T] to a state for each token [B,T,H] or to a vector for each"
                      + " sequence [B,H]"
                  : "a tower maps each row to a row"));
    }
  }

  private void tryForward(ForeignGraph foreign, Trial trial, INDArray expected) {
    try (PlanPool pool = new PlanPool();
        AttachedPlan plan = plan(foreign, trial, expected, Optional.empty(), pool)) {
      INDArray actual = plan.forward(trial.inputs().toArray(INDArray[]::new));
      double apart = Transforms.abs(actual.sub(expected)).maxNumber().doubleValue();
      // Also refuses NaN.
      if (!(apart <= TOLERANCE)) {
        throw refusal("is computed differently here than by SameDiff, by up to " + apart);
      }
    }
  }

  private void tryBackward(ForeignGraph foreign, Trial trial, INDArray expected) {
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    if (trial.learns()) {
      foreign.learned().forEach(n -> gradients.put(n, foreign.parameters().get(n).ulike()));
    }
    AttachedPlan.Gradients wanted = new AttachedPlan.Gradients(gradients, trial.gradientAtInput());
    try (PlanPool pool = new PlanPool();
        AttachedPlan plan = plan(foreign, trial, expected, Optional.of(wanted), pool)) {
      plan.forward(trial.inputs().toArray(INDArray[]::new));
      plan.backward(expected);
    } catch (RuntimeException e) {
      throw new InvalidInputException(
          file
              + " cannot be differentiated: "
              + e
              + ". "
              + (trial.gradientAtInput()
                  ? "What lies below a tower needs a gradient: build it of other operations"
                  : "Set encoder.attached.frozen: true to use it as it is"),
          e);
    }
  }

  private static AttachedPlan plan(
      ForeignGraph foreign,
      Trial trial,
      INDArray expected,
      Optional<AttachedPlan.Gradients> gradients,
      PlanPool pool) {
    return new AttachedPlan(
        foreign.saved(),
        trial.inputs().stream().map(INDArray::shape).toList(),
        expected.shape(),
        foreign.parameters(),
        gradients,
        pool);
  }
}
