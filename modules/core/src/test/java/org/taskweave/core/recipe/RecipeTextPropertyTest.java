package org.taskweave.core.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.taskweave.core.task.HistoryStatistic;

class RecipeTextPropertyTest {
  private static final Recipe BASE =
      RecipeReader.parse(
          """
          data: {files: [a], columns: {user: u, item: i, timestamp: t}}
          examples: {lastOut: true}
          tasks: {buys: {kind: binary, label: {occurs: {action: buy}}}}
          """,
          "base",
          List.of());

  /** Whatever a name looks like to YAML (a number, null, several lines), it stays what it is. */
  @Property(tries = 200)
  void anyNameSurvives(@ForAll("texts") String name, @ForAll double rate) {
    FeaturesRecipe features =
        new FeaturesRecipe(
            List.of(),
            List.of(name),
            List.of(
                new FeaturesRecipe.UserFeature(
                    name, new HistoryStatistic.MeanGapDays(Optional.of(name)), true)),
            Optional.empty());
    EncoderRecipe encoder =
        new EncoderRecipe(
            "m",
            EncoderRecipe.Pooling.CLS,
            Math.abs(rate),
            0,
            false,
            0,
            0,
            EncoderRecipe.EmbeddingUpdates.DENSE,
            EncoderRecipe.Weights.RANDOM,
            2,
            Optional.empty());
    Recipe recipe =
        new Recipe(
            3,
            BASE.data(),
            BASE.examples(),
            BASE.sequence(),
            features,
            encoder,
            BASE.items(),
            BASE.sequenceModel(),
            BASE.representation(),
            BASE.sharing(),
            BASE.tasks(),
            BASE.training(),
            BASE.evaluation(),
            BASE.balancing(),
            BASE.update());
    assertEquals(recipe, RecipeReader.parse(RecipeReader.write(recipe), "written", List.of()));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "null",
            "~",
            "1e5",
            "no",
            "a: b",
            "- a",
            "a.b",
            "x\"y",
            "a\nb ",
            "[",
            "2011-01-01",
            "<<"),
        Arbitraries.strings()
            .withCharRange(' ', '~')
            .withChars('\u00e9', '\u5149', '\n', '\t')
            .ofMinLength(1)
            .ofMaxLength(12)
            .filter(text -> !text.isBlank()));
  }
}
