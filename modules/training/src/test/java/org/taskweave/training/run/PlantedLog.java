package org.taskweave.training.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;

/**
 * A log whose labels can be read off it, for five kinds of task and a pretrained encoder small
 * enough to train in a second.
 *
 * <p>Of a user's events: {@code red}: an item's text has the word "red"; {@code bought}: one has
 * the action "buy", which the text does not tell; {@code size}: "mug", "set" or neither, in the
 * newest event; {@code letters}: which of "a" and "b" occur; {@code events}: 100 times how many
 * there are; {@code tags}: B for "red" and I for the word after it.
 */
public final class PlantedLog {

  static final String ENCODER =
      Path.of("src", "test", "resources", "golden", "tiny-bert").toAbsolutePath().toString();

  public static final String RED = "  red: {kind: binary, label: {given: {attribute: red}}}\n";
  static final String BOUGHT =
      "  bought: {kind: binary, label: {given: {attribute: bought}},"
          + " floor: {count: {action: buy}}}\n";
  static final String ALL =
      RED
          + BOUGHT
          + "  size: {kind: multiclass, label: {given: {attribute: size}}}\n"
          + "  letters: {kind: multilabel, label: {given: {attribute: letters}}}\n"
          + "  events: {kind: regression, label: {given: {attribute: events}}, floor: {count: {}}}\n"
          + "  tags: {kind: tokenTagging, label: {given: {attribute: tags}}}\n";

  private static final List<String> WORDS = List.of("a", "b", "c", "d", "e", "the", "of");

  private PlantedLog() {}

  public static Recipe recipe(String tasks, String... overrides) {
    String yaml =
        """
        seed: 5
        data:
          files: [none.csv]
          columns: {user: user, item: item, timestamp: time, action: action, text: text,
            attributes: [split, red, bought, size, letters, events, tags]}
        examples: {splitColumn: split}
        sequence: {maxTokens: 24, maxTokensPerEvent: 5, template: "{text}", padToMultipleOf: 8}
        features: {user: {count: {count: {}}}}
        encoder: {model: "%s", learningRate: 5.0e-3, dropout: 0.0}
        representation: {hidden: 0, dropout: 0.0}
        tasks:
        %straining: {learningRate: 2.0e-2, epochs: 8, batchSize: 16, earlyStopping: {patience: 8}}
        evaluation: {bootstrapSamples: 200, batchSize: 32}
        """
            .formatted(ENCODER, tasks);
    return RecipeReader.parse(yaml, "planted.yaml", List.of(overrides));
  }

  /** Half of the users train, a quarter each is dev and test. */
  public static List<BehaviorEvent> events(int users, long seed) {
    Random random = new Random(seed);
    List<BehaviorEvent> events = new ArrayList<>();
    for (int u = 0; u < users; u++) {
      events.addAll(
          user(
              String.format("u%04d", u),
              List.of("train", "dev", "train", "test").get(u % 4),
              random));
    }
    return events;
  }

  private static List<BehaviorEvent> user(String user, String split, Random random) {
    int count = 1 + random.nextInt(4);
    boolean red = random.nextBoolean();
    boolean bought = random.nextBoolean();
    int redAt = random.nextInt(count);
    int boughtAt = random.nextInt(count);
    List<BehaviorEvent> events = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String size = List.of("mug", "set", "").get(random.nextInt(3));
      String first = WORDS.get(random.nextInt(WORDS.size()));
      boolean here = red && i == redAt;
      String text = ((here ? "red " : "") + first + " " + size).strip();
      all.append(' ').append(text);
      Map<String, Object> attributes = new HashMap<>();
      attributes.put("tags", (here ? "B I" : "O") + (size.isEmpty() ? "" : " O"));
      if (i == count - 1) {
        String words = all + " ";
        attributes.put("split", split);
        attributes.put("red", red ? 1.0 : 0.0);
        attributes.put("bought", bought ? 1.0 : 0.0);
        attributes.put("size", size.isEmpty() ? "none" : size);
        attributes.put(
            "letters",
            (words.contains(" a ") ? "a" : "") + "|" + (words.contains(" b ") ? "b" : ""));
        attributes.put("events", 100.0 * count);
      }
      events.add(
          new BehaviorEvent(
              user,
              "i" + random.nextInt(20),
              bought && i == boughtAt ? "buy" : "view",
              86_400_000L * (i + 1),
              Optional.of(text),
              Optional.empty(),
              attributes));
    }
    return events;
  }

  /** The same events, one attribute dealt out anew among those that have it. */
  static List<BehaviorEvent> shuffled(List<BehaviorEvent> events, String attribute, long seed) {
    List<Object> values = new ArrayList<>();
    for (BehaviorEvent event : events) {
      Object value = event.attributes().get(attribute);
      if (value != null) {
        values.add(value);
      }
    }
    Collections.shuffle(values, new Random(seed));
    List<BehaviorEvent> dealt = new ArrayList<>();
    int next = 0;
    for (BehaviorEvent event : events) {
      Map<String, Object> attributes = new HashMap<>(event.attributes());
      if (attributes.containsKey(attribute)) {
        attributes.put(attribute, values.get(next++));
      }
      dealt.add(
          new BehaviorEvent(
              event.user(),
              event.item(),
              event.action(),
              event.timestampMillis(),
              event.text(),
              event.basket(),
              attributes));
    }
    return dealt;
  }
}
