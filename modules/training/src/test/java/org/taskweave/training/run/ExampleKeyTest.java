package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.RecipeReader;

class ExampleKeyTest {

  private static ExampleKey key(String... overrides) {
    return ExampleKey.of(
        RecipeReader.parse(
            """
            data:
              files: [log.csv]
              columns: {user: u, item: i, timestamp: t}
            examples: {lastOut: true}
            sequence: {kind: hierarchical}
            tasks:
              next: {kind: nextItem, label: {nextItem: {}}}
            """,
            "r.yaml",
            List.of(overrides)));
  }

  @Test
  void whatOnlyTheModelReadsIsNotPartOfIt() {
    assertEquals(key(), key("tasks.next.weight=2", "items.width=64", "training.epochs=3"));
  }

  /** Rules are kept with the examples, chosen by how the task is measured. */
  @Test
  void whatRulesAreChosenByIsPartOfIt() {
    assertNotEquals(key(), key("tasks.next.seen=filter"));
    assertNotEquals(key(), key("evaluation.floors=fast"));
  }
}
