package org.taskweave.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskPrediction;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.core.task.TokenTaggingTask;

class ScoreMixTest {

  private static final LabelRule LABEL = new LabelRule.Given("label");
  private static final HeadSpec HEAD = HeadSpec.LINEAR;
  private static final List<TaskSpec> TASKS =
      List.of(
          new BinaryTask("reorder", LABEL, 1, HEAD, Optional.empty(), 1),
          new RegressionTask("spend", LABEL, 1, HEAD, Optional.empty()),
          new MulticlassTask(
              "band", LABEL, 1, HEAD, Optional.empty(), List.of("low", "3 and up"), List.of()),
          new TokenTaggingTask(
              "tags", LABEL, 1, HEAD, Optional.empty(), List.of("B", "O"), List.of()));

  private static final Prediction PREDICTION =
      new Prediction(
          "u",
          0,
          Map.of(
              "reorder", new TaskPrediction.Probability(0.25),
              "spend", new TaskPrediction.Value(40),
              "band", new TaskPrediction.Classes(Map.of("low", 0.9, "3 and up", 0.1))));

  private static double score(String mix) {
    return ScoreMix.parse(mix, TASKS).of(PREDICTION);
  }

  @Test
  void termsAreWeightedAndAdded() {
    assertEquals(0.25, score("reorder"), 1e-12);
    assertEquals(0.1, score("band:3 and up"), 1e-12);
    // 2 * 0.25 - 0.5 * 40 + 10 * 0.9
    assertEquals(-10.5, score(" reorder = 2 , spend=-0.5,band:low=1e1"), 1e-12);
    assertEquals(0.75, score("reorder,reorder=2"), 1e-12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reordr | no task \"reordr\"; did you mean \"reorder\"?",
        "reorder, | no task \"\"; choose from: reorder, spend, band, tags",
        "reorder=x | the weight \"x\" is no finite number",
        "reorder=NaN | the weight \"NaN\" is no finite number",
        "band | \"band\" has parts: write \"band:PART\" with one of: low, 3 and up",
        "band:high | \"band\" has no part \"high\"; choose from: low, 3 and up",
        "band:lew | \"band\" has no part \"lew\"; did you mean \"low\"?",
        "reorder:yes | \"reorder\" is one number and has no part \"yes\": write \"reorder\"",
        "tags:B | \"tags\" tags tokens"
      })
  void mistakesAreExplained(String mix, String expected) {
    String message =
        assertThrows(InvalidInputException.class, () -> ScoreMix.parse(mix, TASKS)).getMessage();
    assertTrue(message.contains(expected), message);
  }
}
