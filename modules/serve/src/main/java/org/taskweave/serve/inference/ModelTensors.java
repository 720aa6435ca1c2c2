package org.taskweave.serve.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import org.taskweave.core.Suggestion;
import org.taskweave.core.batch.ModelInput;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.serve.http.HttpProblem;
import org.taskweave.serve.model.ServedVersion;
import org.taskweave.training.bundle.ModelContext;

/**
 * The tensors of a model under the names of its exported file, and requests made of them. Where a
 * file reads {@code memoryEvents}, here the baskets are read that these are made of.
 */
final class ModelTensors {

  private static final String BASKETS = "baskets";

  private final ModelContext context;
  private final SequenceInput like;
  private final boolean memory;
  private final int mostCells;

  /**
   * The tensors of a version.
   *
   * @param mostSequences of a request
   */
  ModelTensors(ServedVersion version, int mostSequences) {
    this.context = version.context();
    this.like = version.shortest();
    Recipe recipe = context.recipe();
    this.memory = like.baskets().length > 0 && recipe.items().memory();
    this.mostCells = mostSequences * recipe.sequence().longest();
  }

  private boolean hierarchical() {
    return context.recipe().sequence().kind() == SequenceRecipe.Kind.HIERARCHICAL;
  }

  List<Tensor> inputs() {
    TokenChannels channels = context.preprocessing().channels();
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(Tensor.whole(ModelInput.TOKEN_IDS.key(), -1, -1));
    if (!hierarchical()) {
      tensors.add(Tensor.whole(ModelInput.TOKEN_TYPE_IDS.key(), -1, -1));
    }
    tensors.add(Tensor.real(ModelInput.MASK.key(), -1, -1));
    if (!channels.categorical().isEmpty()) {
      tensors.add(
          Tensor.whole(
              ModelInput.CATEGORICAL_CHANNELS.key(), -1, channels.categorical().size(), -1));
    }
    if (!channels.numeric().isEmpty()) {
      tensors.add(
          Tensor.real(ModelInput.NUMERIC_CHANNELS.key(), -1, -1, channels.numeric().size()));
    }
    if (like.labelRows().length > 0) {
      tensors.add(Tensor.whole(ModelInput.LABEL_ROWS.key(), -1));
    }
    if (features() > 0) {
      tensors.add(Tensor.real(ModelInput.USER_FEATURES.key(), -1, features()));
    }
    if (like.candidates().length > 0) {
      tensors.add(Tensor.whole(ModelInput.CANDIDATE_ROWS.key(), -1));
    }
    if (memory) {
      tensors.add(Tensor.whole(BASKETS, -1, -1));
    }
    return tensors;
  }

  private int features() {
    return like.userFeatures().length / like.rows();
  }

  List<Tensor> outputs() {
    List<Tensor> tensors = new ArrayList<>();
    for (TaskSpec task : context.tasks()) {
      tensors.add(Tensor.real(task.name(), -1, task.outputWidth()));
    }
    return tensors;
  }

  /**
   * What a request asks the model.
   *
   * @throws HttpProblem 400 for what is missing, too much, or out of range
   */
  SequenceInput read(List<InferBody.Input> inputs) {
    Map<String, Tensor> known = new LinkedHashMap<>();
    inputs().forEach(tensor -> known.put(tensor.name(), tensor));
    Map<String, double[]> values = new HashMap<>();
    List<Long> shape = List.of();
    for (InferBody.Input input : inputs == null ? List.<InferBody.Input>of() : inputs) {
      Tensor tensor = input == null ? null : known.get(input.name());
      if (tensor == null) {
        String name = input == null || input.name() == null ? "" : input.name();
        throw new HttpProblem(
            400,
            "the model has no input \""
                + name
                + "\"; "
                + Suggestion.forMessage(name, known.keySet()));
      }
      if (values.put(tensor.name(), tensor.read(input)) != null) {
        throw tensor.problem("comes twice");
      }
      shape = tensor.name().equals(ModelInput.TOKEN_IDS.key()) ? input.shape() : shape;
    }
    for (Tensor tensor : known.values()) {
      if (!values.containsKey(tensor.name())) {
        throw tensor.problem("is missing");
      }
    }
    return input(Math.toIntExact(shape.get(0)), Math.toIntExact(shape.get(1)), values);
  }

  private SequenceInput input(int sequences, int length, Map<String, double[]> values) {
    int cells = sequences * length;
    if (length > context.recipe().sequence().longest() || cells > mostCells) {
      throw new HttpProblem(
          400,
          "tokenIds: are "
              + sequences
              + " sequences of "
              + length
              + ", more than "
              + mostCells
              + " tokens at once or "
              + context.recipe().sequence().longest()
              + " of a sequence");
    }
    int items = context.catalog().size();
    int tokens = hierarchical() ? items + 1 : context.inputs().tokens();
    int[] ids = whole(values, ModelInput.TOKEN_IDS, cells, tokens);
    float[] mask = mask(values, sequences, length);
    int[] labelRows =
        like.labelRows().length == 0 ? new int[0] : whole(values, ModelInput.LABEL_ROWS, -1, cells);
    int rows = like.labelRows().length == 0 ? sequences : labelRows.length;
    List<int[]> categorical = categorical(values, sequences, length);
    int numbers = context.preprocessing().channels().numeric().size();
    boolean baskets = like.baskets().length > 0;
    return new SequenceInput(
        sequences,
        length,
        ids,
        hierarchical() ? new int[cells] : whole(values, ModelInput.TOKEN_TYPE_IDS, cells, 2),
        mask,
        categorical,
        numbers == 0
            ? new float[0]
            : real(values, ModelInput.NUMERIC_CHANNELS.key(), cells * numbers, x -> true),
        labelRows,
        features() == 0
            ? new float[0]
            : real(values, ModelInput.USER_FEATURES.key(), rows * features(), x -> true),
        like.candidates().length == 0
            ? new int[0]
            : whole(values, ModelInput.CANDIDATE_ROWS, rows, items + 1),
        memory ? whole(values, BASKETS, cells, Integer.MAX_VALUE) : new int[baskets ? cells : 0],
        new int[baskets ? sequences : 0]);
  }

  /** Sequences begin with a real token, and padding is behind. */
  private static float[] mask(Map<String, double[]> values, int sequences, int length) {
    String name = ModelInput.MASK.key();
    float[] mask = real(values, name, sequences * length, x -> x == 0 || x == 1);
    for (int b = 0; b < sequences; b++) {
      for (int t = 0; t < length; t++) {
        float before = t == 0 ? 1 : mask[b * length + t - 1];
        if (mask[b * length + t] > before || (t == 0 && mask[b * length] == 0)) {
          throw new HttpProblem(
              400, "input \"" + name + "\": each row must be ones, at least one, and then zeros");
        }
      }
    }
    return mask;
  }

  /** [B,C,T] as C arrays [B,T]. */
  private List<int[]> categorical(Map<String, double[]> values, int sequences, int length) {
    List<TokenChannels.Categorical> channels = context.preprocessing().channels().categorical();
    List<int[]> arrays = new ArrayList<>();
    if (channels.isEmpty()) {
      return arrays;
    }
    String name = ModelInput.CATEGORICAL_CHANNELS.key();
    double[] all = values.get(name);
    requireCount(name, all.length, sequences * channels.size() * length);
    for (int c = 0; c < channels.size(); c++) {
      int[] array = new int[sequences * length];
      for (int b = 0; b < sequences; b++) {
        for (int t = 0; t < length; t++) {
          double value = all[(b * channels.size() + c) * length + t];
          requireRange(name, value, channels.get(c).size());
          array[b * length + t] = (int) value;
        }
      }
      arrays.add(array);
    }
    return arrays;
  }

  private static int[] whole(Map<String, double[]> values, ModelInput name, int count, int end) {
    return whole(values, name.key(), count, end);
  }

  private static int[] whole(Map<String, double[]> values, String name, int count, int end) {
    double[] given = values.get(name);
    requireCount(name, given.length, count);
    int[] whole = new int[given.length];
    for (int i = 0; i < whole.length; i++) {
      requireRange(name, given[i], end);
      whole[i] = (int) given[i];
    }
    return whole;
  }

  private static float[] real(
      Map<String, double[]> values, String name, int count, DoublePredicate allowed) {
    double[] given = values.get(name);
    requireCount(name, given.length, count);
    float[] real = new float[count];
    for (int i = 0; i < count; i++) {
      if (!allowed.test(given[i])) {
        throw new HttpProblem(400, "input \"" + name + "\": must not hold " + given[i]);
      }
      real[i] = (float) given[i];
    }
    return real;
  }

  private static void requireCount(String name, int actual, int expected) {
    if (expected >= 0 && actual != expected) {
      throw new HttpProblem(
          400,
          "input \""
              + name
              + "\": has "
              + actual
              + " values; beside the others it must have "
              + expected);
    }
  }

  private static void requireRange(String name, double value, int end) {
    if (value < 0 || value >= end) {
      throw new HttpProblem(
          400,
          "input \"" + name + "\": holds " + (long) value + "; it must be from 0 to " + (end - 1));
    }
  }
}
