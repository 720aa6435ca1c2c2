package org.taskweave.training.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.example.Split;

class SplitProtocolTest {

  private static final String RECIPE =
      """
      data:
        files: [log.csv]
        columns: {user: u, item: i, timestamp: t, attributes: [part]}
      examples: {%s}
      tasks:
        buys: {kind: binary, label: {%s}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cuts: {train: [2024-01-01], dev: [2024-02-01], test: [2024-03-01]}, horizonDays: 20 | occurs: {action: buy} | test | test: split by time, each user as of 2024-03-01T00:00:00Z, labels from the 20 days after
          cuts: {train: [2024-01-01, 2024-01-08], dev: [2024-02-01]}, horizonDays: 1.5 | occurs: {action: buy} | train | train: split by time, each user as of 2 cuts from 2024-01-01T00:00:00Z to 2024-01-08T00:00:00Z, labels from the 1.5 days after
          lastOut: true | occurs: {action: buy} | dev | dev: leave one out, each user's last basket but one; not split by time: training has later events of other users
          splitColumn: part | given: {attribute: part, of: knownPast} | test | test: users whose newest event has part test
          """)
  void everyWayIsNamed(String examples, String label, String split, String expected) {
    assertEquals(
        expected,
        SplitProtocol.of(
                RecipeReader.parse(RECIPE.formatted(examples, label), "r.yaml", List.of())
                    .examples(),
                Split.valueOf(split.toUpperCase(Locale.ROOT)))
            .text());
  }
}
