package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;

class UnknownClassesTest {

  private static List<String> told(Map<String, Integer> counts) {
    List<String> stages = new ArrayList<>();
    UnknownClasses.tell(
        counts,
        new RunListener() {
          @Override
          public void stage(String what) {
            stages.add(what);
          }
        });
    return stages;
  }

  @Test
  void theMostFrequentAreNamed() {
    assertEquals(
        List.of(
            "leaving out labels of classes that the training split does not know: \"topic: c\""
                + " (9), \"topic: a\" (2), \"topic: b\" (2)"),
        told(Map.of("topic: a", 2, "topic: b", 2, "topic: c", 9)));
    assertEquals(
        List.of(
            "leaving out labels of classes that the training split does not know: \"g\" (7), \"f\""
                + " (6), \"e\" (5), \"d\" (4), \"c\" (3) and 2 more"),
        told(Map.of("a", 1, "b", 2, "c", 3, "d", 4, "e", 5, "f", 6, "g", 7)));
  }

  @Test
  void nothingIsToldOfNone() {
    assertEquals(List.of(), told(Map.of()));
  }

  @Test
  void preparedExamplesCountThemOverAllSplits() throws IOException {
    Recipe recipe =
        RecipeReader.parse(
            """
            data:
              files: [log.csv]
              columns: {user: u, item: i, timestamp: t, attributes: [topic]}
            examples: {splitColumn: part}
            tasks:
              topic: {kind: multiclass, label: {given: {attribute: topic}}}
            """,
            "r.yaml",
            List.of());
    BehaviorEvent event =
        new BehaviorEvent("ann", "i", "view", 5, Optional.of("mug"), Optional.empty(), Map.of());
    Map<Split, List<Example>> examples =
        Map.of(
            Split.TRAIN,
            List.of(example(Split.TRAIN, event, "art"), example(Split.TRAIN, event, "tea")),
            Split.DEV,
            List.of(example(Split.DEV, event, "war"), example(Split.DEV, event, "tea")),
            Split.TEST,
            List.of(example(Split.TEST, event, "war"), example(Split.TEST, event, "sea")));
    TrainingData data = new TrainingData("sha256:0", ItemCatalog.of(List.of(event)), examples);
    try (InputStream in = getClass().getResourceAsStream("/all-minilm-l6-v2-tokenizer.json");
        PreparedExamples prepared =
            PreparedExamples.of(
                recipe, data, new String(in.readAllBytes(), StandardCharsets.UTF_8))) {
      assertEquals(Map.of("topic: war", 2, "topic: sea", 1), prepared.unknownClasses());
    }
  }

  private static Example example(Split split, BehaviorEvent event, String topic) {
    return new Example("ann", 10, split, List.of(event), List.of(new LabelValue.ClassName(topic)));
  }
}
