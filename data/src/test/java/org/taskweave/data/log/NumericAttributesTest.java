package org.taskweave.data.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;

class NumericAttributesTest {

  private static final HeadSpec HEAD = HeadSpec.LINEAR;
  private static final OptionalDouble NO_LIMIT = OptionalDouble.empty();

  @Test
  void arisesFromFeaturesLabelsAndFloors() {
    FeaturesRecipe features =
        new FeaturesRecipe(
            List.of(new FeaturesRecipe.EventNumeric("quantity", true)),
            List.of("country"),
            List.of(
                new FeaturesRecipe.UserFeature(
                    "spent",
                    new HistoryStatistic.Aggregated(
                        "amount",
                        Optional.empty(),
                        HistoryStatistic.Aggregate.SUM,
                        HistoryStatistic.Unit.EVENTS,
                        NO_LIMIT),
                    true),
                new FeaturesRecipe.UserFeature(
                    "lastCountry",
                    new HistoryStatistic.LastClass("country", Optional.empty(), List.of()),
                    false)),
            Optional.empty());
    List<TaskSpec> tasks =
        List.of(
            new BinaryTask(
                "clicked",
                new LabelRule.Given("label", LabelRule.Given.Of.KNOWN_PAST),
                1,
                HEAD,
                Optional.empty(),
                1),
            new MulticlassTask(
                "kind",
                new LabelRule.Given("kind", LabelRule.Given.Of.KNOWN_PAST),
                1,
                HEAD,
                Optional.empty(),
                List.of(),
                List.of()),
            new MulticlassTask(
                "band",
                new LabelRule.ClassOf("price", Optional.empty(), List.of(1.0), NO_LIMIT),
                1,
                HEAD,
                Optional.of(new HistoryStatistic.LastClass("cost", Optional.empty(), List.of(1.0))),
                List.of(),
                List.of()),
            new RegressionTask(
                "worth",
                new LabelRule.Value(
                    "worth",
                    Optional.empty(),
                    LabelRule.Aggregate.SUM,
                    LabelRule.Span.HORIZON,
                    false,
                    NO_LIMIT),
                1,
                HEAD,
                Optional.empty()));
    Recipe small =
        RecipeReader.parse(
            """
            data:
              files: [log.csv]
              columns: {user: u, item: i, timestamp: t}
            examples: {lastOut: true}
            tasks:
              buys: {kind: binary, label: {occurs: {action: buy}}}
            """,
            "r.yaml",
            List.of());
    Recipe recipe =
        new Recipe(
            1,
            small.data(),
            small.examples(),
            small.sequence(),
            features,
            small.encoder(),
            small.items(),
            small.sequenceModel(),
            small.representation(),
            small.sharing(),
            tasks,
            small.training(),
            small.evaluation(),
            small.balancing(),
            small.update());
    assertEquals(
        Set.of("quantity", "amount", "label", "price", "cost", "worth"),
        NumericAttributes.of(recipe));
  }
}
