package org.taskweave.hyperparam.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.run.RunRecord;
import org.taskweave.hyperparam.study.StudyDefinition;
import org.taskweave.hyperparam.study.StudyReader;
import org.taskweave.hyperparam.trial.Measurement;

/** auc .8 beside a trivial .5: skill .6; rmse 3 beside 4: skill .25. */
class DevScoresTest {

  @TempDir Path folder;

  private StudyDefinition study(String objective) throws IOException {
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        data:
          files: [log.csv]
          columns: {user: u, item: i, timestamp: t, action: a, attributes: [price]}
        examples: {cuts: {train: [2024-01-01], dev: [2024-03-01], test: [2024-05-01]}}
        tasks:
          again: {kind: binary, label: {occurs: {action: buy}}}
          amount: {kind: regression, label: {value: {attribute: price}}}
        """);
    Path file = folder.resolve("study.yaml");
    Files.writeString(
        file,
        """
        recipe: recipe.yaml
        space: {tasks.again.weight: {uniform: [0.5, 2]}}
        objective: %s
        budget: {trials: 3}
        """
            .formatted(objective));
    return StudyReader.read(file, List.of());
  }

  private static TaskEvaluation evaluation(
      String task, String metric, Direction direction, double value, double trivial) {
    return new TaskEvaluation(
        task,
        metric,
        List.of(
            new MetricResult(
                metric,
                direction,
                value,
                Double.NaN,
                Double.NaN,
                trivial,
                OptionalDouble.empty(),
                10)),
        Optional.empty());
  }

  private Measurement measured(String objective) throws IOException {
    return new DevScores(study(objective))
        .measurement(
            new RunRecord.Epoch(
                2, 1.5, Map.of(), Map.of("again", Map.of("auc", .8)), .6, Map.of(), Map.of()),
            true,
            List.of(
                evaluation("again", "auc", Direction.HIGHER_IS_BETTER, .8, .5),
                evaluation("amount", "rmse", Direction.LOWER_IS_BETTER, 3, 4)),
            7);
  }

  @Test
  void aSingleObjectiveIsItsMetricTurnedSoThatHigherIsBetter() throws IOException {
    Measurement auc = measured("again.auc");
    assertEquals(List.of(.8), auc.values());
    assertEquals(.8, auc.score());
    assertEquals(2, auc.epoch());
    assertEquals(Map.of("again", Map.of("auc", .8)), auc.metrics());
    Measurement rmse = measured("amount.rmse");
    assertEquals(List.of(3.0), rmse.values());
    assertEquals(-3, rmse.score());
  }

  @Test
  void aWeightedObjectiveIsAMeanSkill() throws IOException {
    Measurement both = measured("{weighted: {again.auc: 3, amount.rmse: 1}}");
    assertEquals((3 * .6 + .25) / 4, both.values().get(0), 1e-12);
    assertEquals(both.values().get(0), both.score());
  }

  @Test
  void ofAParetoStudyTheMeanSkillChooses() throws IOException {
    Measurement both = measured("{pareto: [again.auc, amount.rmse]}");
    assertEquals(List.of(.8, 3.0), both.values());
    assertEquals((.6 + .25) / 2, both.score(), 1e-12);
  }
}
