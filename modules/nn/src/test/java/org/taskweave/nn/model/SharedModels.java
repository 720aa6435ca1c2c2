package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.encoder.EncoderTraining;
import org.taskweave.nn.share.DomainColumns;
import org.taskweave.nn.share.Sharing;

/** Models of every architecture, with every kind of task and a funnel binary, bought, kept. */
final class SharedModels {

  static final DomainColumns DOMAIN = new DomainColumns(1, 2);

  static final Map<String, SharingRecipe> RECIPES = new LinkedHashMap<>();

  static {
    RECIPES.put("mmoe", new SharingRecipe.Mmoe(3, 6));
    RECIPES.put("cgc", new SharingRecipe.Ple(1, 2, 1, 5));
    RECIPES.put("ple", new SharingRecipe.Ple(2, 1, 2, 5));
    RECIPES.put("crossStitch", new SharingRecipe.CrossStitch(2, 5));
    RECIPES.put("taskAttention", new SharingRecipe.TaskAttention(2, 2, 4));
    RECIPES.put("esmm", new SharingRecipe.Esmm("binary", "bought"));
    RECIPES.put("aitm", new SharingRecipe.Aitm(List.of("binary", "bought", "kept"), 6, 0.6));
    RECIPES.put("star", new SharingRecipe.Star("platform", 2, 6));
    RECIPES.put("pepnet", new SharingRecipe.Pepnet("platform", 2, 6));
  }

  private SharedModels() {}

  static Sharing sharing(String name) {
    SharingRecipe recipe = RECIPES.get(name);
    return new Sharing(recipe, recipe.domainFeature().map(feature -> DOMAIN));
  }

  static List<TaskSpec> tasks() {
    LabelRule given = new LabelRule.Given("label");
    HeadSpec plain = HeadSpec.LINEAR;
    List<TaskSpec> tasks = new ArrayList<>(AllTasks.tasks());
    tasks.add(new BinaryTask("bought", given, 1.2, plain, Optional.empty(), 1.5));
    tasks.add(new BinaryTask("kept", given, 0.8, plain, Optional.empty(), 1));
    return tasks;
  }

  /** A model in which nothing is at its neutral start, so that every parameter matters. */
  static MultiTaskModel model(String name, int sharedHidden, DataType type) {
    MultiTaskModel model = fresh(name, sharedHidden, type);
    for (Map.Entry<String, INDArray> parameter : model.graph().paramTable().entrySet()) {
      if (parameter.getKey().startsWith("sharing/")) {
        parameter.getValue().addi(Nd4j.randn(type, parameter.getValue().shape()).muli(0.2));
      }
    }
    return model;
  }

  /** A model before training. */
  static MultiTaskModel fresh(String name, int sharedHidden, DataType type) {
    EncoderSettings encoder =
        new EncoderSettings(
            "tiny", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0, false, 0, 0, false));
    return MultiTaskModel.create(
        ModelSpec.builder(TinyBert.CONFIG, encoder, tasks(), TinyBert.rule(), 7)
            .channels(AllTasks.CHANNELS)
            .userFeatures(AllTasks.USER_FEATURES)
            .shared(new RepresentationRecipe(sharedHidden, 0, 0))
            .sharing(sharing(name))
            .build(),
        TinyBert.encoder(),
        type);
  }

  static MultiTaskBatch batch(int rows, int length, long seed, boolean masked) {
    MultiTaskBatch batch = AllTasks.batch(rows, length, seed, masked);
    List<TaskLabels> labels = new ArrayList<>(batch.labels());
    Random random = new Random(seed);
    for (int k = 0; k < 2; k++) {
      float[] values = new float[rows];
      float[] mask = new float[rows];
      for (int row = 0; row < rows; row++) {
        values[row] = random.nextInt(2);
        mask[row] = masked && row == 1 + k ? 0 : 1;
      }
      labels.add(new TaskLabels(values, mask));
    }
    return new MultiTaskBatch(batch.input(), labels, batch.exampleIndices());
  }
}
