package org.taskweave.hyperparam.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.metric.Direction;
import org.taskweave.hyperparam.trial.Measurement;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialState;

class StudyDatabaseTest {

  private static final List<Objective> OBJECTIVES =
      List.of(
          new Objective("again.auc", Direction.HIGHER_IS_BETTER),
          new Objective("spend.mae", Direction.LOWER_IS_BETTER));

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("study.duckdb");
  }

  private static Trial started(int number) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("tasks.again.weight", 0.25);
    values.put("training.batchSize", 16);
    values.put("training.decay", "cosine");
    return Trial.started(number, 40 + number, new double[] {.1, .2, .3}, values, number);
  }

  private static Trial ended(Trial trial) {
    return new Trial(
        trial.number(),
        TrialState.COMPLETE,
        trial.seed(),
        trial.unit(),
        trial.values(),
        List.of(.75, Double.NaN),
        List.of(Double.NaN, .5),
        .3,
        4,
        12.5,
        Optional.empty(),
        trial.askedAfter(),
        99,
        0);
  }

  private static Measurement epoch(int number, double auc) {
    return new Measurement(
        number, number == 2, List.of(auc, 3.5), auc, Map.of("again", Map.of("auc", auc)), 1.5);
  }

  @Test
  void aTrialComesBackAsItWasWhenTheFileIsOpenedAgain() {
    try (StudyDatabase database = StudyDatabase.open(file())) {
      database.objectives(OBJECTIVES);
      database.started(started(0));
      database.epoch(0, 0, epoch(1, .6));
      database.epoch(0, 0, epoch(2, .75));
      database.ended(ended(started(0)));
    }
    try (StudyDatabase database = StudyDatabase.existing(file())) {
      assertEquals(OBJECTIVES, database.objectives());
      Trial trial = database.trials().get(0);
      Trial expected = ended(started(0));
      assertArrayEquals(expected.unit(), trial.unit());
      assertEquals(
          List.copyOf(expected.values().entrySet()), List.copyOf(trial.values().entrySet()));
      assertEquals(expected.objectives(), trial.objectives());
      assertEquals(expected.spreads(), trial.spreads());
      assertEquals(
          List.of(TrialState.COMPLETE, 40L, .3, 4, 12.5, 99.0, 0),
          List.of(
              trial.state(),
              trial.seed(),
              trial.score(),
              trial.epochs(),
              trial.seconds(),
              trial.studySeconds(),
              trial.endedAs()));
      assertEquals(
          List.of(new EpochRow(0, 0, epoch(1, .6)), new EpochRow(0, 0, epoch(2, .75))),
          database.epochs());
    }
  }

  @Test
  void aKilledTrialBeginsAnewAndItsFirstEpochsAreForgotten() {
    try (StudyDatabase database = StudyDatabase.open(file())) {
      database.started(started(0));
      database.epoch(0, 0, epoch(1, .4));
    }
    try (StudyDatabase database = StudyDatabase.open(file())) {
      database.interruptRunning();
      assertEquals(TrialState.INTERRUPTED, database.trials().get(0).state());
      database.started(started(0));
      assertEquals(TrialState.RUNNING, database.trials().get(0).state());
      assertEquals(List.of(), database.epochs());
      database.epoch(0, 0, epoch(1, .5));
      assertEquals(List.of(new EpochRow(0, 0, epoch(1, .5))), database.epochs());
    }
  }

  @Test
  void anotherStudyIsRefused() {
    try (StudyDatabase database = StudyDatabase.open(file())) {
      database.objectives(OBJECTIVES);
      database.objectives(OBJECTIVES);
      assertTrue(
          assertThrows(
                  InvalidInputException.class, () -> database.objectives(OBJECTIVES.subList(0, 1)))
              .getMessage()
              .endsWith("use another folder"));
    }
  }

  @Test
  void anEvaluationIsRecordedInsteadOfTheOneBefore() {
    MetricRow first =
        new MetricRow("found", 3, "test", "again", "auc", true, true, .7, .6, .8, .5, 100, .5);
    MetricRow second =
        new MetricRow(
            "found",
            3,
            "test",
            "again",
            "auc",
            true,
            true,
            .8,
            Double.NaN,
            Double.NaN,
            .5,
            100,
            .5);
    try (StudyDatabase database = StudyDatabase.open(file())) {
      database.evaluation("found", "test", List.of(first));
      database.evaluation("found", "test", List.of(second));
      assertEquals(List.of(second), database.evaluations());
    }
  }

  @Test
  void whatIsNoStudyIsRefused() throws IOException {
    assertTrue(
        assertThrows(InvalidInputException.class, () -> StudyDatabase.existing(file()))
            .getMessage()
            .contains("there is no study here"));
    Files.writeString(file(), "no database");
    assertTrue(
        assertThrows(InvalidInputException.class, () -> StudyDatabase.open(file()))
            .getMessage()
            .contains("cannot be opened as a study's database"));
  }
}
