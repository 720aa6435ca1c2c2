package org.taskweave.core.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.Interaction;

class ItemTaskRulesTest {

  private static final String CAUSAL =
      """
      data:
        files: [log.csv]
        columns: {user: u, item: i, timestamp: t}
      examples: {lastOut: true}
      sequence: {kind: hierarchical}
      tasks:
        rating:
          kind: regression
          reads: userAndItem
          label: {value: {attribute: stars, over: nextBasket, aggregate: next, withinDays: .inf}}
      """;

  private static final String OTHERS =
      CAUSAL
          .replace("lastOut: true", "perEvent: {splitColumn: part, devShare: 0.1}")
          .replace("tasks:", "sequenceModel: {objective: others, layers: 0}\ntasks:");

  private static void refused(String expected, String yaml, String... overrides) {
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> RecipeReader.parse(yaml, "r.yaml", List.of(overrides)))
            .getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void bothWaysAreRead() {
    Recipe causal = RecipeReader.parse(CAUSAL, "r.yaml", List.of());
    assertTrue(causal.tasks().get(0).head().readsItem());
    assertEquals(50, causal.eventsRead());
    Recipe others =
        RecipeReader.parse(
            OTHERS, "r.yaml", List.of("features.effects={attribute: stars, windowSeconds: [60]}"));
    assertEquals(5, others.features().effects().orElseThrow().damping());
    assertEquals(49, others.eventsRead(), "an empty token takes the place of an event");
    assertEquals(others, RecipeReader.parse(RecipeReader.write(others), "again", List.of()));
  }

  @Test
  void anItemIsReadWithItsOwnEventsLabelFromItemsVectors() {
    refused("tasks.rating.reads", CAUSAL, "sequence.kind=flat");
    refused("needs items' vectors: set sequence.kind: hierarchical", CAUSAL, "sequence.kind=flat");
    refused(
        "needs a label that is read from the item's own event",
        CAUSAL,
        "tasks.next={kind: nextItem, reads: userAndItem, label: {nextItem: {}}}");
    refused(
        "needs a label that is read from the item's own event",
        CAUSAL,
        "tasks.buys={kind: binary, reads: userAndItem, label: {occurs: {action: buy}}}");
    refused(
        "are the actions of tasks that read user and item",
        CAUSAL,
        "tasks.like={kind: multiclass, reads: userAndItem, label: {classOf: {attribute: like,"
            + " action: rate}}}");
    refused(
        "features.effects",
        CAUSAL.replace("reads: userAndItem", "reads: user"),
        "features.effects={attribute: stars}");
  }

  @Test
  void interactionsStandWhereUserAndItemAreRead() {
    Recipe recipe =
        RecipeReader.parse(
            CAUSAL,
            "r.yaml",
            List.of(
                "tasks.rating.interaction={kind: dcn, layers: 3}",
                "tasks.stars={kind: regression, reads: userAndItem, interaction: {kind: fm},"
                    + " label: {value: {attribute: stars}}}"));
    assertEquals(
        List.of(new Interaction.Dcn(3), new Interaction.Fm()),
        recipe.tasks().stream().map(task -> task.head().interaction().orElseThrow()).toList());
    assertEquals(recipe, RecipeReader.parse(RecipeReader.write(recipe), "again", List.of()));
    refused(
        "tasks.next.interaction: this crosses user and item, but the task reads the user alone: set"
            + " reads: userAndItem, or remove it",
        CAUSAL,
        "tasks.next={kind: nextItem, interaction: {kind: fm}, label: {nextItem: {}}}");
    refused("layers", CAUSAL, "tasks.rating.interaction={kind: dcn, layers: 0}");
    refused("interaction.kind", CAUSAL, "tasks.rating.interaction={kind: din}");
  }

  @Test
  void attentionToTheHistoryNeedsOne() {
    String attention = "tasks.rating.interaction={kind: targetAttention}";
    RecipeReader.parse(CAUSAL, "r.yaml", List.of(attention, "sequenceModel.layers=0"));
    refused(
        "tasks.rating.interaction.kind: targetAttention is what sequenceModel.objective: others does"
            + " for every task: remove it, or give fm or dcn",
        OTHERS,
        attention);
    refused("lets a task read the newest event alone", CAUSAL, "sequenceModel.layers=0");
    refused("sequenceModel.layers", CAUSAL, attention, "sequenceModel.layers=-1");
  }

  @Test
  void otherEventsAndPerEventGoTogether() {
    refused("go together", OTHERS, "sequenceModel={objective: next}");
    refused("go together", CAUSAL, "sequenceModel={objective: others, layers: 0}");
    refused("must be 0 with objective: others", OTHERS, "sequenceModel.layers=1");
    refused("has no meaning with examples.perEvent", OTHERS, "tasks.rating.reads=user");
    refused("looks back from a cut", OTHERS, "features.user={n: {count: {of: events}}}");
    refused("must be a share of at least 0 and below 1", OTHERS, "examples.perEvent.devShare=1");
  }

  /** Elsewhere the setting would be read and do nothing. */
  @Test
  void memoryStandsBesideNextItemsOfCausalSequences() {
    String nextItem = "tasks.next={kind: nextItem, label: {nextItem: {}}}";
    RecipeReader.parse(CAUSAL, "r.yaml", List.of("items.memory=true", nextItem));
    refused("items.memory: true stands beside", CAUSAL, "items.memory=true");
    refused("items.memory: true stands beside", OTHERS, "items.memory=true");
    refused(
        "items.memory: true stands beside",
        CAUSAL,
        "items.memory=true",
        nextItem,
        "sequenceModel={objective: masked}");
  }

  private static final String IMPRESSIONS =
      """
      data:
        files: [log.csv]
        columns: {user: u, item: i, timestamp: t, action: a}
      examples: {perImpression: {action: show, dev: 2024-03-01, test: 2024-04-01}}
      sequence: {kind: hierarchical}
      tasks:
        click: {kind: binary, reads: userAndItem, label: {followed: {by: click, withinSeconds: 60}}}
        place: {kind: regression, reads: userAndItem, label: {value: {attribute: place}}}
      """;

  @Test
  void everyKindOfLabelCanBeOfAnImpression() {
    Recipe recipe = RecipeReader.parse(IMPRESSIONS, "r.yaml", List.of());
    assertEquals(60.0 / 86_400, recipe.tasks().get(0).label().withinDays().orElseThrow(), 1e-15);
    assertEquals(
        List.of("auc", "prAuc", "logLoss", "calibrationError", "gauc", "ndcg"),
        recipe.tasks().get(0).metricNames());
    assertEquals(recipe, RecipeReader.parse(RecipeReader.write(recipe), "again", List.of()));
    RecipeReader.parse(
        IMPRESSIONS,
        "r.yaml",
        List.of(
            "tasks.bought={kind: multilabel, reads: userAndItem, label: {classOf: {attribute: size,"
                + " action: buy, withinDays: 1}}}",
            "training.earlyStopping.objective=[{task: click, metric: gauc}]"));
  }

  @Test
  void impressionsAreAboutItemsAndTheirHorizonsEnd() {
    refused("has no meaning with examples.perImpression", IMPRESSIONS, "tasks.click.reads=user");
    refused(
        "tasks.like.label.withinDays: .inf never ends",
        IMPRESSIONS,
        "tasks.like={kind: binary, reads: userAndItem, label: {atLeast: {attribute: stars,"
            + " threshold: 4, action: rate, withinDays: .inf}}}");
    refused("is not after dev", IMPRESSIONS, "examples.perImpression.test=2024-02-01");
    refused(
        "no task asks yes or no",
        IMPRESSIONS.replaceFirst("(?m)^  click: .*\\R", ""),
        "examples.perImpression.negativeShare=0.1");
    refused(
        "followed tells what follows an item that was shown",
        CAUSAL,
        "tasks.click={kind: binary, label: {followed: {by: click, withinSeconds: 60}}}");
  }

  private static final String TAKES =
      "tasks.takes={kind: binary, reads: userAndItem, label: {occurs: {action: show}}}";
  private static final String DRAWN = "examples.perImpression.drawn={count: 4, by: popularity}";

  @Test
  void itemsAreDrawnForTasksThatAskWhetherOneIsTaken() {
    Recipe recipe = RecipeReader.parse(IMPRESSIONS, "r.yaml", List.of(TAKES, DRAWN));
    assertEquals(
        List.of("takes"),
        recipe.tasks().stream()
            .filter(task -> recipe.examples().drawsFor(task))
            .map(task -> task.name())
            .toList());
    refused("tasks.takes.label.occurs: show is what every example is", IMPRESSIONS, TAKES);
    refused("add a binary task with label: {occurs: {action: show}}", IMPRESSIONS, DRAWN);
    refused(
        "give at most one of the three",
        IMPRESSIONS,
        TAKES,
        DRAWN,
        "examples.perImpression.negativeShare=0.1");
    refused("drawn.count: 0", IMPRESSIONS, TAKES, "examples.perImpression.drawn={count: 0}");
    refused("negativesPerPage: 0", IMPRESSIONS, "examples.perImpression.negativesPerPage=0");
    refused(
        "examples.perImpression.negativesPerPage: 3 leaves out",
        IMPRESSIONS.replaceFirst("(?m)^  click: .*\\R", ""),
        "examples.perImpression.negativesPerPage=3");
  }

  @Test
  void whatAHistorySaysOfTheItemIsForTasksThatReadIt() {
    String target = "features.target={shown: {count: {action: show}, log1p: true}}";
    assertEquals(
        "shown",
        RecipeReader.parse(IMPRESSIONS, "r.yaml", List.of(target))
            .features()
            .target()
            .get(0)
            .name());
    refused(
        "features.target: this tells of an item, but no task reads one",
        """
        data: {files: [x.csv], columns: {user: u, item: i, timestamp: t, text: d}}
        examples: {cuts: {train: [2024-01-01], dev: [2024-02-01]}}
        tasks:
          buys: {kind: binary, label: {occurs: {action: buy}}}
        """,
        target);
  }

  @Test
  void aBinaryQuestionCanBeAskedOfTheItemsOwnEvent() {
    Recipe recipe =
        RecipeReader.parse(
            CAUSAL,
            "r.yaml",
            List.of(
                "tasks.like={kind: binary, reads: userAndItem, label: {atLeast: {attribute: stars,"
                    + " threshold: 4}}}",
                "tasks.loved={kind: binary, reads: userAndItem, label: {isOneOf: {attribute: mood,"
                    + " classes: [love]}}}"));
    assertEquals(3, recipe.tasks().size());
  }

  @Test
  void aGivenLabelBesideACutMustBeNamedAsTheKnownPast() {
    String message =
        "tasks.like.label: given is read from the history, so that it asks what is known already";
    String given = "tasks.like={kind: binary, label: {given: {attribute: liked%s}}}";
    refused(message, CAUSAL, given.formatted(""));
    refused("use occurs, atLeast or isOneOf (binary)", CAUSAL, given.formatted(""));
    RecipeReader.parse(CAUSAL, "r.yaml", List.of(given.formatted(", of: knownPast")));
  }
}
