package org.taskweave.recommend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.task.TaskPrediction;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.training.bundle.ModelBundle;

/** Events with given labels of every kind, a recipe for them, and predictions as text. */
final class AllKindsOfTask {

  private AllKindsOfTask() {}

  static Recipe recipe() {
    return RecipeReader.parse(
        """
        seed: 5
        data:
          files: [unused.csv]
          columns:
            {user: user, item: item, timestamp: time, text: text, attributes: [split, yes, number, kind, set, tags, price]}
        examples: {splitColumn: split}
        sequence: {maxTokens: 20, maxEvents: 3, maxTokensPerEvent: 6, template: "{text}", padToMultipleOf: 4}
        features:
          eventNumeric: [{attribute: price, log1p: true}]
          user: {events: {count: {of: events}}}
        encoder: {model: %s, learningRate: 0.001}
        tasks:
          yes: {kind: binary, label: {given: {attribute: yes}}}
          number: {kind: regression, label: {given: {attribute: number}}, hidden: 4}
          kind: {kind: multiclass, label: {given: {attribute: kind}}, classes: [p, q, r], classWeights: [1, 2, 1]}
          set: {kind: multilabel, label: {given: {attribute: set}}}
          tags: {kind: tokenTagging, label: {given: {attribute: tags}}, weight: 3, learningRate: 0.02, dropout: 0}
        training: {epochs: 6, batchSize: 16, learningRate: 0.01, earlyStopping: {patience: 6}}
        evaluation: {bootstrapSamples: 20}
        """
            .formatted(
                Path.of("..", "training", "src", "test", "resources", "golden", "tiny-bert")),
        "test",
        List.of());
  }

  /** "red" is tagged B; every fifth user lacks the multiclass label. */
  static List<BehaviorEvent> events() {
    Random random = new Random(2);
    String[] words = {"red", "mug", "set", "of", "a", "b"};
    List<BehaviorEvent> events = new ArrayList<>();
    for (int user = 0; user < 200; user++) {
      for (int i = 0; i < 2; i++) {
        StringBuilder text = new StringBuilder();
        StringBuilder tags = new StringBuilder();
        for (int w = 0; w < 4; w++) {
          String word = words[random.nextInt(words.length)];
          text.append(word).append(' ');
          tags.append(word.equals("red") ? "B " : "O ");
        }
        Map<String, Object> attributes =
            new java.util.HashMap<>(
                Map.of(
                    "split",
                    user < 120 ? "train" : user < 160 ? "dev" : "test",
                    "yes",
                    (double) random.nextInt(2),
                    "number",
                    100 + 10 * random.nextGaussian(),
                    "set",
                    random.nextBoolean() ? "x|y" : "z",
                    "tags",
                    tags.toString().strip(),
                    "price",
                    1.0 + random.nextInt(9)));
        if (user % 5 != 0) {
          attributes.put("kind", List.of("p", "q", "r").get(random.nextInt(3)));
        }
        events.add(
            new BehaviorEvent(
                "u" + user,
                "i" + random.nextInt(5),
                "event",
                i * 3_600_000L,
                Optional.of(text.toString().strip()),
                Optional.empty(),
                attributes));
      }
    }
    return events;
  }

  /** Predictions of the first users, to be compared between processes. */
  static List<Prediction> predictions(ModelBundle bundle) {
    Recipe recipe = recipe();
    List<Example> examples =
        ExampleBuilder.of(recipe)
            .withoutLabels(
                BehaviorSequences.of(events(), recipe.seed(), Optional.empty()),
                Optional.of(List.of("u1", "u7", "u199")),
                OptionalLong.empty());
    return new Recommender(bundle).predict(examples);
  }

  /** Loads a bundle and prints every predicted number, one a line. */
  public static void main(String[] arguments) {
    try (ModelBundle bundle = ModelBundle.load(Path.of(arguments[0]))) {
      numbers(predictions(bundle)).forEach(number -> System.out.println("number " + number));
    }
  }

  static List<Double> numbers(List<Prediction> predictions) {
    List<Double> numbers = new ArrayList<>();
    for (Prediction prediction : predictions) {
      for (TaskPrediction task : prediction.tasks().values()) {
        if (task instanceof TaskPrediction.Probability p) {
          numbers.add(p.probability());
        } else if (task instanceof TaskPrediction.Value v) {
          numbers.add(v.value());
        } else if (task instanceof TaskPrediction.Classes c) {
          numbers.addAll(c.probabilities().values());
        } else if (task instanceof TaskPrediction.Tags t) {
          numbers.add((double) t.tags().hashCode());
        }
      }
    }
    return numbers;
  }
}
