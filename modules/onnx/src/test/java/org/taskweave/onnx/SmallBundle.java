package org.taskweave.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.run.RunRecord;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.nn.model.EncoderSettings;
import org.taskweave.nn.model.ModelSpec;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.zoo.EncoderLoader;

/** A bundle with every kind of task that nothing was learned in, and events for it. */
public final class SmallBundle {

  private SmallBundle() {}

  public static Recipe recipe() {
    return RecipeReader.parse(
        """
        seed: 5
        data:
          files: [unused.csv]
          columns:
            {user: user, item: item, timestamp: time, action: action, text: text, attributes: [split, yes, number, kind, set, tags, price, shop]}
        examples: {splitColumn: split}
        sequence: {maxTokens: 20, maxEvents: 3, maxTokensPerEvent: 6, template: "{action} {text}", padToMultipleOf: 4}
        features:
          eventNumeric: [{attribute: price, log1p: true}]
          eventCategorical: [shop]
          user: {events: {count: {of: events}}}
        encoder: {model: %s, learningRate: 0.001, frozenEmbeddings: true, frozenLayers: 1}
        tasks:
          yes: {kind: binary, label: {given: {attribute: yes}}}
          number: {kind: regression, label: {given: {attribute: number}}, hidden: 4}
          kind: {kind: multiclass, label: {given: {attribute: kind}}, classes: [p, q, r]}
          set: {kind: multilabel, label: {given: {attribute: set}}}
          tags: {kind: tokenTagging, label: {given: {attribute: tags}}}
        training: {epochs: 1, batchSize: 16, learningRate: 0.01}
        evaluation: {bootstrapSamples: 0, batchSize: 16}
        """
            .formatted(
                Path.of("..", "training", "src", "test", "resources", "golden", "tiny-bert")),
        "test",
        List.of());
  }

  /** 40 users with one to four events. */
  public static List<BehaviorEvent> events() {
    Random random = new Random(2);
    String[] words = {"red", "mug", "set", "of", "a", "b"};
    List<BehaviorEvent> events = new ArrayList<>();
    for (int user = 0; user < 40; user++) {
      for (int i = 0; i <= user % 4; i++) {
        StringBuilder text = new StringBuilder();
        StringBuilder tags = new StringBuilder();
        for (int w = 0; w <= random.nextInt(4); w++) {
          text.append(words[random.nextInt(words.length)]).append(' ');
          tags.append(random.nextBoolean() ? "B " : "O ");
        }
        Map<String, Object> attributes =
            new HashMap<>(
                Map.of(
                    "split",
                    user < 30 ? "train" : user < 35 ? "dev" : "test",
                    "yes",
                    (double) random.nextInt(2),
                    "number",
                    100 + 10 * random.nextGaussian(),
                    "set",
                    random.nextBoolean() ? "x|y" : "z",
                    "tags",
                    tags.toString().strip(),
                    "price",
                    1.0 + random.nextInt(9),
                    "shop",
                    "s" + random.nextInt(3),
                    "kind",
                    List.of("p", "q", "r").get(random.nextInt(3))));
        events.add(
            new BehaviorEvent(
                "u" + user,
                "i" + random.nextInt(5),
                random.nextBoolean() ? "buy" : "view",
                i * 3_600_000L,
                Optional.of(text.toString().strip()),
                Optional.empty(),
                attributes));
      }
    }
    return events;
  }

  /** The bundle; the seed makes its heads. */
  public static ModelBundle bundle(long seed) {
    Recipe recipe = recipe();
    BehaviorSequences sequences = BehaviorSequences.of(events(), recipe.seed(), Optional.empty());
    List<Example> train =
        ExampleBuilder.of(recipe).build(sequences).stream()
            .filter(e -> e.split() == Split.TRAIN)
            .toList();
    Preprocessing preprocessing = Preprocessing.fit(train, recipe.tasks(), recipe.features());
    PretrainedEncoder encoder = EncoderLoader.load(recipe.encoder().model(), Path.of(""));
    MultiTaskModel model =
        MultiTaskModel.create(
            ModelSpec.builder(
                    encoder.config(),
                    EncoderSettings.of(recipe.encoder()),
                    preprocessing.tasks(),
                    UpdateRule.of(recipe.training(), 1),
                    seed)
                .channels(preprocessing.channels())
                .userFeatures(preprocessing.userFeatureCount())
                .shared(recipe.representation())
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
    return new ModelBundle(
        recipe,
        preprocessing,
        encoder.tokenizerJson(),
        ItemCatalog.of(events()),
        new RunRecord(
            5,
            "",
            "sha256:0",
            "",
            Map.of(),
            Map.of(),
            List.of(),
            "2024-01-01T00:00:00Z",
            "2024-01-01T00:00:01Z",
            List.of()),
        model);
  }
}
