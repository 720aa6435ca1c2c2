package org.taskweave.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.MultilabelTask;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.core.task.TokenTaggingTask;
import org.taskweave.core.task.TowerSpec;
import org.taskweave.nn.attach.AttachedEncoder;
import org.taskweave.nn.encoder.EncoderTraining;
import org.taskweave.nn.model.EncoderSettings;
import org.taskweave.nn.model.ModelSpec;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.nn.share.DomainColumns;
import org.taskweave.nn.share.Sharing;
import org.taskweave.zoo.EncoderLoader;

/** Models on the fixture "tiny-bert" with every kind of head, channels and user features. */
public final class SmallModels {

  public static final int USER_FEATURES = 3;
  public static final TokenChannels CHANNELS =
      new TokenChannels(
          List.of(
              new TokenChannels.Categorical("action", 4),
              new TokenChannels.Categorical("recencyRank", 6)),
          List.of("quantity", "price"));

  private SmallModels() {}

  /** An encoder recipe. */
  public static EncoderSettings encoder(
      EncoderRecipe.Pooling pooling, boolean frozenEmbeddings, int frozenLayers) {
    return new EncoderSettings(
        "tiny", pooling, 1e-3, new EncoderTraining(0.1, frozenEmbeddings, frozenLayers, 0, true));
  }

  public static List<TaskSpec> tasks() {
    LabelRule given = new LabelRule.Given("label");
    HeadSpec plain = HeadSpec.ofUser(0, 0.1, 0, Optional.empty());
    HeadSpec hidden = HeadSpec.ofUser(5, 0.1, 0, Optional.empty());
    return List.of(
        new BinaryTask("binary", given, 1, hidden, Optional.empty(), 1),
        new MulticlassTask(
            "multiclass", given, 1, plain, Optional.empty(), List.of("a", "b", "c"), List.of()),
        new MultilabelTask(
            "multilabel", given, 1, plain, Optional.empty(), List.of("x", "y", "z"), List.of()),
        new RegressionTask("regression", given, 1, plain, Optional.empty()),
        new TokenTaggingTask(
            "tagging", given, 1, plain, Optional.empty(), List.of("O", "B", "I"), List.of()));
  }

  /** The Keras tower of the tests of towers: 16 columns to 6. */
  public static Path kerasTower() {
    return Path.of("..", "nn", "src", "test", "resources", "tower", "tower.h5");
  }

  /** The tasks with a tower of 16 inputs, frozen or not, below the first one's output. */
  public static List<TaskSpec> tasksOnTower(Path file, boolean frozen) {
    HeadSpec head =
        new HeadSpec(
            0,
            0.1,
            0,
            Optional.empty(),
            Optional.of(new TowerSpec(file.toString(), frozen)),
            HeadSpec.Reads.USER,
            Optional.empty());
    List<TaskSpec> tasks = new ArrayList<>(tasks());
    tasks.set(
        0, new BinaryTask("binary", new LabelRule.Given("label"), 1, head, Optional.empty(), 1));
    return tasks;
  }

  /** A model whose token channels are not zero, so that they matter. */
  public static MultiTaskModel model(EncoderSettings recipe, int sharedHidden, boolean channels) {
    return model(recipe, sharedHidden, channels, tasks());
  }

  /** As the other, with other tasks. */
  public static MultiTaskModel model(
      EncoderSettings recipe, int sharedHidden, boolean channels, List<TaskSpec> tasks) {
    return model(recipe, sharedHidden, channels, Sharing.BOTTOM, tasks);
  }

  /** The tasks and two more steps of a funnel that begins with the first, "binary". */
  public static List<TaskSpec> funnel() {
    LabelRule given = new LabelRule.Given("label");
    HeadSpec plain = HeadSpec.ofUser(0, 0.1, 0, Optional.empty());
    List<TaskSpec> tasks = new ArrayList<>(tasks());
    tasks.add(new BinaryTask("bought", given, 1, plain, Optional.empty(), 1));
    tasks.add(new BinaryTask("kept", given, 1, plain, Optional.empty(), 1));
    return tasks;
  }

  /**
   * A model with an architecture between shared representation and heads, whose parameters are not
   * neutral; its domains are the last two user features.
   */
  public static MultiTaskModel sharing(SharingRecipe sharing, int sharedHidden) {
    MultiTaskModel model =
        model(
            encoder(EncoderRecipe.Pooling.MEAN, false, 0),
            sharedHidden,
            true,
            new Sharing(sharing, sharing.domainFeature().map(f -> new DomainColumns(1, 2))),
            funnel());
    model
        .graph()
        .paramTable()
        .forEach(
            (name, value) -> {
              if (name.startsWith("sharing/")) {
                value.addi(Nd4j.randn(DataType.FLOAT, value.shape()).muli(0.3));
              }
            });
    return model;
  }

  private static MultiTaskModel model(
      EncoderSettings recipe,
      int sharedHidden,
      boolean channels,
      Sharing sharing,
      List<TaskSpec> tasks) {
    return model(
        EncoderLoader.load(
            "golden/tiny-bert", Path.of("..", "training", "src", "test", "resources")),
        recipe,
        sharedHidden,
        channels,
        sharing,
        tasks);
  }

  /** A model on the fixture of an encoder family, with token channels. */
  public static MultiTaskModel family(String family, EncoderSettings recipe) {
    return model(
        EncoderLoader.load(
            "golden/tiny-" + family, Path.of("..", "nn", "src", "test", "resources")),
        recipe,
        6,
        true,
        Sharing.BOTTOM,
        tasks());
  }

  private static MultiTaskModel model(
      PretrainedEncoder encoder,
      EncoderSettings recipe,
      int sharedHidden,
      boolean channels,
      Sharing sharing,
      List<TaskSpec> tasks) {
    MultiTaskModel model =
        MultiTaskModel.create(
            spec(encoder.config(), recipe, sharedHidden, channels, tasks).toBuilder()
                .sharing(sharing)
                .build(),
            encoder);
    model
        .sequenceEncoder()
        .paramTable(false)
        .forEach(
            (name, value) -> {
              if (name.startsWith("channels.")) {
                value.assign(Nd4j.randn(DataType.FLOAT, value.shape()).muli(0.3));
              }
            });
    return model;
  }

  /** A model with a file of another program as its encoder, and user features. */
  public static MultiTaskModel attached(AttachedEncoder encoder, List<TaskSpec> tasks) {
    EncoderSettings settings = encoder(EncoderRecipe.Pooling.MEAN, false, 0);
    return MultiTaskModel.create(spec(encoder.config(), settings, 6, true, tasks), encoder);
  }

  private static ModelSpec spec(
      EncoderConfig config,
      EncoderSettings recipe,
      int sharedHidden,
      boolean channels,
      List<TaskSpec> tasks) {
    return ModelSpec.builder(
            config,
            recipe,
            tasks,
            new UpdateRule(
                TrainingRecipe.Optimizer.ADAMW, 1e-3, 0.01, 0, TrainingRecipe.Decay.NONE, 5),
            7)
        .channels(channels ? CHANNELS : TokenChannels.NONE)
        .userFeatures(channels ? USER_FEATURES : 0)
        .shared(new RepresentationRecipe(sharedHidden, 0.1, 0))
        .build();
  }

  /** Random rows of differing lengths; what stands in the padding would matter if it were read. */
  public static SequenceInput batch(int rows, int length, long seed, boolean channels) {
    Random random = new Random(seed);
    int cells = rows * length;
    int[] ids = new int[cells];
    int[] types = new int[cells];
    float[] mask = new float[cells];
    int[] actions = new int[cells];
    int[] ranks = new int[cells];
    float[] numeric = new float[cells * 2];
    for (int row = 0; row < rows; row++) {
      int real = Math.max(1, length - row % 4);
      for (int t = 0; t < length; t++) {
        int cell = row * length + t;
        ids[cell] = random.nextInt(64);
        types[cell] = random.nextInt(2);
        mask[cell] = t < real ? 1 : 0;
        actions[cell] = random.nextInt(4);
        ranks[cell] = random.nextInt(6);
        numeric[2 * cell] = (float) random.nextGaussian();
        numeric[2 * cell + 1] = (float) random.nextGaussian();
      }
    }
    float[] user = new float[rows * USER_FEATURES];
    for (int i = 0; i < user.length; i++) {
      user[i] = (float) random.nextGaussian();
    }
    return channels
        ? SequenceInput.builder(rows, length, ids, types, mask)
            .channels(List.of(actions, ranks), numeric)
            .userFeatures(user)
            .build()
        : SequenceInput.builder(rows, length, ids, types, mask).build();
  }
}
