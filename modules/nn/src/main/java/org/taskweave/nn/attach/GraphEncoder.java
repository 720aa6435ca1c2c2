package org.taskweave.nn.attach;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.AttachedRecipe;
import org.taskweave.nn.optimize.UpdateRule;

/**
 * A saved SameDiff graph (.fb) or a sequential Keras model (.h5) as an encoder.
 *
 * @param frozen its weights stay as they are
 * @param fed what its placeholders are fed, in their order
 */
public record GraphEncoder(ForeignGraph graph, boolean frozen, List<EncoderInput> fed)
    implements AttachedEncoder {

  private static final int TRIED_ROWS = 2;
  private static final int TRIED_TOKENS = 5;

  public GraphEncoder {
    fed = List.copyOf(fed);
  }

  /**
   * Reads a file that {@code SameDiff.save} or Keras 2 wrote, and tries it.
   *
   * @throws InvalidInputException if it is none, or cannot be an encoder
   */
  public static GraphEncoder read(Path path, AttachedRecipe recipe) {
    GraphFile file =
        path.toString().endsWith(".h5")
            ? GraphFile.of(path, KerasGraph.read(path, DataType.FLOAT))
            : GraphFile.open(path);
    String output = file.output(recipe.output());
    List<SDVariable> placeholders = file.placeholders(output);
    if (placeholders.isEmpty()) {
      throw file.refusal("reads no placeholder: an encoder reads token ids");
    }
    Map<EncoderInput, String> names = EncoderPlaceholders.of(file, placeholders, recipe);
    Map<EncoderInput, INDArray> tried = new LinkedHashMap<>();
    for (Map.Entry<EncoderInput, String> name : names.entrySet()) {
      SDVariable placeholder =
          placeholders.stream().filter(p -> p.name().equals(name.getValue())).findFirst().get();
      requireFreeShape(file, placeholder);
      tried.put(name.getKey(), values(name.getKey()).castTo(placeholder.dataType()));
    }
    return new GraphEncoder(
        file.take(
            List.copyOf(names.values()),
            output,
            new GraphFile.Trial(List.copyOf(tried.values()), true, !recipe.frozen(), false)),
        recipe.frozen(),
        new ArrayList<>(names.keySet()));
  }

  private static void requireFreeShape(GraphFile file, SDVariable placeholder) {
    long[] shape = placeholder.placeholderShape();
    boolean free = shape == null || (shape.length == 2 && shape[0] < 0 && shape[1] < 0);
    if (!free) {
      throw file.refusal(
          "reads the placeholder \""
              + placeholder.name()
              + "\" in the shape "
              + java.util.Arrays.toString(shape)
              + ": sequences have the shape [B,T] with a B and T of their own, so it must be"
              + " [-1, -1]");
    }
  }

  /** The second sequence ends with padding. */
  private static INDArray values(EncoderInput input) {
    INDArray values = Nd4j.zeros(TRIED_ROWS, TRIED_TOKENS);
    if (input == EncoderInput.TOKEN_IDS) {
      values.putScalar(0, 1, 1);
      values.putScalar(1, 2, 1);
    }
    if (input == EncoderInput.MASK) {
      values.assign(1);
      values.putScalar(1, TRIED_TOKENS - 1, 0);
    }
    return values;
  }

  @Override
  public int width() {
    return graph.width();
  }

  @Override
  public boolean perToken() {
    return graph.perToken();
  }

  @Override
  public OptionalInt vocabulary() {
    return graph.vocabulary();
  }

  @Override
  public List<String> inputs() {
    return fed.stream().map(EncoderInput::key).toList();
  }

  @Override
  public void addTo(GraphBuilder builder, String name, UpdateRule rule, double rate) {
    builder.addVertex(
        name,
        new AttachedVertex(
            graph,
            frozen,
            false,
            rule.updater(rate),
            rule.weightPenalties(0),
            rule.biasPenalties()),
        inputs().toArray(String[]::new));
  }

  @Override
  public void load(ComputationGraph model, String name) {
    ((AttachedGraphVertex) model.getVertex(name)).load(graph);
  }
}
