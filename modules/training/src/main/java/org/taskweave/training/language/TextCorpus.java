package org.taskweave.training.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.ItemTexts;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.event.SeededHash;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.Split;
import org.taskweave.data.text.EventRenderer;
import org.taskweave.data.text.SequenceTokenizer;
import org.taskweave.data.text.TokenBudget;
import org.taskweave.data.text.TokenizedSequence;
import org.taskweave.training.run.TrainingData;

/**
 * Texts of a recipe as tokens: what training users did before the training examples' times, written
 * as the recipe writes it, and the texts of the items they did it with. Users and items are split
 * by a seeded hash.
 *
 * @param training to learn from
 * @param heldOut of other users, and other items
 */
record TextCorpus(List<EncodedExample> training, List<EncodedExample> heldOut) {

  private static final String USER = "user";
  private static final String ITEM = "item";

  /**
   * Collects the texts.
   *
   * @throws InvalidInputException if one of both parts is empty
   */
  static TextCorpus of(
      Recipe recipe, TrainingData data, String tokenizerJson, PretrainingSettings settings) {
    List<EncodedExample> training = new ArrayList<>();
    List<EncodedExample> heldOut = new ArrayList<>();
    Map<String, List<BehaviorEvent>> histories = histories(data.examples().get(Split.TRAIN));
    try (SequenceTokenizer tokenizer = tokenizer(recipe, tokenizerJson, settings)) {
      EventRenderer renderer =
          new EventRenderer(recipe.sequence().template(), recipe.data().columns().attributes());
      histories.forEach(
          (user, history) ->
              (isHeldOut(recipe, settings, USER, user) ? heldOut : training)
                  .addAll(texts(history, tokenizer, renderer)));
    }
    TreeSet<String> known = new TreeSet<>();
    histories.values().forEach(history -> history.forEach(event -> known.add(event.item())));
    List<ItemCatalog.Item> items =
        data.catalog().items().stream()
            .filter(item -> known.contains(item.id()) && item.text().isPresent())
            .toList();
    List<EncodedExample> texts =
        ItemTexts.of(
            new ItemCatalog(items),
            recipe.items().template(),
            Math.min(recipe.items().maxTokens(), settings.maxTokens()),
            recipe.data().columns().attributes(),
            tokenizerJson);
    for (int i = 0; i < items.size(); i++) {
      (isHeldOut(recipe, settings, ITEM, items.get(i).id()) ? heldOut : training).add(texts.get(i));
    }
    if (training.isEmpty() || heldOut.isEmpty()) {
      throw new InvalidInputException(
          "the recipe's log gives "
              + training.size()
              + " texts to train on and "
              + heldOut.size()
              + " held out, and both are needed: raise --held-out, or take a larger log");
    }
    return new TextCorpus(training, heldOut);
  }

  /** Each user's longest history among training examples: that of the latest one. */
  private static Map<String, List<BehaviorEvent>> histories(List<Example> examples) {
    Map<String, List<BehaviorEvent>> histories = new LinkedHashMap<>();
    examples.stream()
        .sorted(Comparator.comparing(Example::user))
        .forEach(
            example ->
                histories.merge(
                    example.user(), example.history(), (a, b) -> b.size() > a.size() ? b : a));
    return histories;
  }

  private static boolean isHeldOut(
      Recipe recipe, PretrainingSettings settings, String what, String id) {
    return SeededHash.share(recipe.seed(), List.of("pretraining", what, id)) < settings.heldOut();
  }

  private static SequenceTokenizer tokenizer(
      Recipe recipe, String tokenizerJson, PretrainingSettings settings) {
    return new SequenceTokenizer(
        tokenizerJson,
        new TokenBudget(
            settings.maxTokens(), settings.maxTokens(), recipe.sequence().maxTokensPerEvent()));
  }

  /** A whole history from its newest events backward, each event once. */
  private static List<EncodedExample> texts(
      List<BehaviorEvent> history, SequenceTokenizer tokenizer, EventRenderer renderer) {
    List<EncodedExample> texts = new ArrayList<>();
    int end = history.size();
    while (end > 0) {
      TokenizedSequence tokens = tokenizer.tokenize(history.subList(0, end), renderer);
      texts.add(
          EncodedExample.whole(tokens.ids(), new int[0][], new float[0], new float[0], List.of()));
      end = firstEvent(tokens, end);
    }
    return texts;
  }

  /** The oldest event that a text holds; at least one event goes with each text. */
  private static int firstEvent(TokenizedSequence tokens, int end) {
    for (int event : tokens.eventOfToken()) {
      if (event >= 0) {
        return Math.min(event, end - 1);
      }
    }
    return end - 1;
  }
}
