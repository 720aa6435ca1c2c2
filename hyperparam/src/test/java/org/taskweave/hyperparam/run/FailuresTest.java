package org.taskweave.hyperparam.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.metric.Direction;
import org.taskweave.hyperparam.generate.Generators;
import org.taskweave.hyperparam.space.Dimension;
import org.taskweave.hyperparam.space.SearchSpace;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.study.BudgetSpec;
import org.taskweave.hyperparam.trial.Measurement;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialFunction;
import org.taskweave.hyperparam.trial.TrialOutcome;
import org.taskweave.hyperparam.trial.TrialState;

/** Studies that meet trouble, ends and limits. */
@Timeout(60)
class FailuresTest {

  @TempDir Path folder;

  private StudySetup setup(TrialFunction function) {
    return new StudySetup(
        function, KnownOptimum.OBJECTIVE, Generators.random(KnownOptimum.space(), 1));
  }

  private List<Trial> run(StudySetup setup) {
    try (StudyDatabase database = StudyDatabase.open(folder.resolve("study.duckdb"))) {
      return new StudyRun(setup, database).execute();
    }
  }

  @Test
  void aFailingTrialIsRecordedAndTheStudyGoesOn() {
    KnownOptimum good = new KnownOptimum(2);
    List<Trial> trials =
        run(
            setup(
                    (request, reporter) -> {
                      if (request.number() == 0) {
                        throw new StackOverflowError("no end of the model");
                      }
                      if (request.number() == 1) {
                        throw new InvalidInputException("these values do not go together");
                      }
                      if (request.number() == 2) {
                        reporter.report(nan());
                        return new TrialOutcome(nan(), TrialOutcome.Artifact.NONE);
                      }
                      return good.run(request, reporter);
                    })
                .budget(new BudgetSpec(5, 0, 0)));
    assertEquals(
        List.of("failed", "failed", "failed", "complete", "complete"),
        trials.stream().map(trial -> trial.state().word()).toList());
    String first = trials.get(0).error().orElseThrow();
    assertTrue(first.contains("StackOverflowError: no end of the model"), first);
    assertTrue(first.contains("at org.taskweave.hyperparam.run.FailuresTest"), first);
    assertTrue(trials.get(1).error().orElseThrow().contains("do not go together"));
    assertTrue(trials.get(2).error().orElseThrow().contains("loss is NaN"));
    assertEquals(1, trials.get(2).epochs(), "the epoch before the failure counts");
  }

  /** With full memory every trial would fail; the study stops instead, and can go on later. */
  @Test
  void memoryThatRunsOutStopsTheStudy() {
    KnownOptimum good = new KnownOptimum(2);
    IllegalStateException stopped =
        assertThrows(
            IllegalStateException.class,
            () ->
                run(
                    setup(
                            (request, reporter) -> {
                              if (request.number() == 1) {
                                throw new IllegalStateException(
                                    "a kernel failed", new OutOfMemoryError("Java heap space"));
                              }
                              return good.run(request, reporter);
                            })
                        .budget(new BudgetSpec(3, 0, 0))));
    assertTrue(stopped.getCause() instanceof OutOfMemoryError, stopped.toString());
    List<Trial> resumed = run(setup(good).budget(new BudgetSpec(3, 0, 0)));
    assertEquals(
        List.of("complete", "complete", "complete"),
        resumed.stream().map(trial -> trial.state().word()).toList());
  }

  /** Trial 1 fails and is recorded while the model of trial 0 is still being written. */
  @Test
  void placesAreGivenInTheOrderOfRecording() {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    TrialOutcome.Artifact slow =
        path -> {
          writing.countDown();
          await(failed);
        };
    TrialFunction function =
        (request, reporter) -> {
          if (request.number() == 1) {
            await(writing);
            throw new IllegalStateException("this trial fails");
          }
          return new TrialOutcome(new KnownOptimum(1).run(request, reporter).best(), slow);
        };
    StudyListener listener =
        new StudyListener() {
          @Override
          public void trialEnded(Trial trial) {
            if (trial.number() == 1) {
              failed.countDown();
            }
          }
        };
    List<Trial> trials =
        run(
            setup(function)
                .budget(new BudgetSpec(2, 0, 0))
                .workers(2)
                .listener(listener)
                .keepBestIn(folder.resolve("bundles")));
    assertEquals(List.of(1, 0), trials.stream().map(Trial::endedAs).toList());
    assertTrue(trials.get(0).studySeconds() >= trials.get(1).studySeconds());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Measurement nan() {
    return new Measurement(1, false, List.of(Double.NaN), Double.NaN, Map.of(), 0);
  }

  @Test
  void anExhaustedGridEnds() {
    SearchSpace space =
        new SearchSpace(
            List.of(Dimension.choice("a", List.of(true, false)), Dimension.integer("b", 1, 3)),
            List.of());
    TrialFunction sum =
        (request, reporter) -> {
          Integer b = (Integer) request.values().get("b");
          Measurement m = new Measurement(1, true, List.of((double) b), -b, Map.of(), 0);
          reporter.report(m);
          return new TrialOutcome(m, TrialOutcome.Artifact.NONE);
        };
    List<Trial> trials =
        run(
            new StudySetup(sum, KnownOptimum.OBJECTIVE, Generators.grid(space, 3, false, 1))
                .budget(new BudgetSpec(100, 0, 0)));
    assertEquals(6, trials.size());
    assertEquals(6, trials.stream().map(Trial::values).distinct().count());
  }

  @Test
  void epochsEndAStudy() {
    List<Trial> trials = run(setup(new KnownOptimum(4)).budget(new BudgetSpec(0, 0, 10)));
    assertEquals(3, trials.size(), "after 4, 8 and 12 epochs");
  }

  @Test
  void minutesEndAStudy() {
    TrialFunction slow =
        (request, reporter) -> {
          Thread.sleep(300);
          return new KnownOptimum(1).run(request, reporter);
        };
    List<Trial> trials = run(setup(slow).budget(new BudgetSpec(0, 2 / 60.0, 0)));
    assertTrue(trials.size() >= 1 && trials.size() <= 7, "trials: " + trials.size());
    assertTrue(trials.stream().allMatch(trial -> trial.state() == TrialState.COMPLETE));
  }

  @Test
  void workersDoNotOvershootTheBudget() {
    List<Trial> trials = run(setup(new KnownOptimum(2)).budget(new BudgetSpec(7, 0, 0)).workers(3));
    assertEquals(7, trials.size());
    assertEquals(
        List.of(0, 1, 2, 3, 4, 5, 6), trials.stream().map(Trial::endedAs).sorted().toList());
  }

  @Test
  void repeatsHaveTheirOwnSeedsAndAreAveraged() {
    List<Long> seeds = Collections.synchronizedList(new ArrayList<>());
    TrialFunction byRepeat =
        (request, reporter) -> {
          seeds.add(request.seed());
          double loss = request.repeat() == 0 ? 1 : 3;
          Measurement m = new Measurement(1, true, List.of(loss), -loss, Map.of(), 0);
          reporter.report(m);
          return new TrialOutcome(m, TrialOutcome.Artifact.NONE);
        };
    Trial trial = run(setup(byRepeat).budget(new BudgetSpec(1, 0, 0)).trainingsPerTrial(2)).get(0);
    assertEquals(2, seeds.stream().distinct().count());
    assertEquals(trial.seed(), seeds.get(0));
    assertEquals(List.of(2.0), trial.objectives());
    assertEquals(Math.sqrt(2), trial.spreads().get(0), 1e-12);
  }

  @Test
  void onlyTheBestArtifactIsKept() throws Exception {
    List<Double> losses = List.of(3.0, 1.0, 2.0);
    List<Integer> closed = new ArrayList<>();
    TrialFunction saved =
        (request, reporter) -> {
          double loss = losses.get(request.number());
          Measurement m = new Measurement(1, true, List.of(loss), -loss, Map.of(), 0);
          reporter.report(m);
          return new TrialOutcome(
              m,
              new TrialOutcome.Artifact() {
                @Override
                public void save(Path path) {
                  assertTrue(path.toFile().mkdirs());
                }

                @Override
                public void close() {
                  closed.add(request.number());
                }
              });
        };
    Path kept = folder.resolve("bundles");
    run(setup(saved).budget(new BudgetSpec(3, 0, 0)).keepBestIn(kept));
    assertTrue(BestArtifact.of(kept, 1).toFile().isDirectory());
    assertTrue(!BestArtifact.of(kept, 2).toFile().exists(), "trial 2 was not the best");
    assertEquals(List.of(0, 1, 2), closed);
  }

  @Test
  void arbitersOwnConditionsAndListenersTakePart() {
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    List<Trial> trials =
        run(
            setup(new KnownOptimum(2))
                .budget(new BudgetSpec(50, 0, 0))
                .terminationCondition(new MaxCandidatesCondition(4))
                .statusListener(
                    new BaseStatusListener() {
                      @Override
                      public void onCandidateIteration(
                          CandidateInfo info, Object model, int epoch) {
                        seen.add(info.getIndex());
                      }
                    }));
    assertEquals(4, trials.size());
    assertEquals(List.of(0, 0, 1, 1, 2, 2, 3, 3), seen);
  }

  @Test
  void aFolderBelongsToOneStudy() {
    run(setup(new KnownOptimum(1)).budget(new BudgetSpec(1, 0, 0)));
    StudySetup other =
        new StudySetup(
            new KnownOptimum(1),
            List.of(new Objective("other", Direction.HIGHER_IS_BETTER)),
            Generators.random(KnownOptimum.space(), 1));
    assertThrows(InvalidInputException.class, () -> run(other));
  }
}
