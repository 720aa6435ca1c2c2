package org.taskweave.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.recommend.Prediction.TaskPrediction;

class ScoreMixTest {

  private static final LabelRule GIVEN = new LabelRule.Given("label");
  private static final HeadSpec HEAD = new HeadSpec(0, 0, 0, Optional.empty());
  private static final List<TaskSpec> TASKS =
      List.of(
          new TaskSpec.Binary("again", GIVEN, 1, HEAD, Optional.empty(), 1),
          new TaskSpec.Regression("spend", GIVEN, 1, HEAD, Optional.empty()),
          new TaskSpec.Multiclass(
              "band", GIVEN, 1, HEAD, Optional.empty(), List.of("below 2", "2 and up"), List.of()),
          new TaskSpec.TokenTagging(
              "tags", GIVEN, 1, HEAD, Optional.empty(), List.of("O", "B"), List.of()));
  private static final Prediction PREDICTION =
      new Prediction(
          "u",
          0,
          Map.of(
              "again",
              new TaskPrediction.Probability(0.5),
              "spend",
              new TaskPrediction.Value(8),
              "band",
              new TaskPrediction.Classes(Map.of("below 2", 0.75, "2 and up", 0.25))));

  private static double score(String text) {
    return ScoreMix.parse(text, TASKS).of(PREDICTION);
  }

  private static void refused(String text, String expected) {
    String message =
        assertThrows(InvalidInputException.class, () -> ScoreMix.parse(text, TASKS)).getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void terms() {
    assertEquals(0.5, score("again"));
    assertEquals(0.25, score("band:2 and up"));
    assertEquals(2 * 0.5 - 0.1 * 8 + 0.75, score("again=2, spend=-0.1,band:below 2"), 1e-12);
    assertEquals(1, score("again,again"));
  }

  @Test
  void mistakes() {
    refused("agian", "\"agian\"");
    refused("again=much", "\"much\"");
    refused("again=Infinity", "finite");
    refused("again:yes", "has no classes");
    refused("band", "band:CLASS");
    refused("band:3", "[below 2, 2 and up]");
    refused("tags", "tags tokens");
    refused("", "no task \"\"");
  }
}
