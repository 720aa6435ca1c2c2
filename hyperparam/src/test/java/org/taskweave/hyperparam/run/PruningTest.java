package org.taskweave.hyperparam.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.hyperparam.generate.Generators;
import org.taskweave.hyperparam.prune.Pruner;
import org.taskweave.hyperparam.prune.SuccessiveHalving;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.study.BudgetSpec;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialState;

/** ASHA against the same trials without pruning, through the runner. */
class PruningTest {

  private static final int TRIALS = 40;
  private static final int EPOCHS = 9;

  @TempDir Path folder;

  @Test
  void ashaReachesTheUnprunedBestWithTwoFifthsOfTheEpochs() {
    List<Trial> all = run("all", Pruner.NONE);
    List<Trial> halved = run("halved", new SuccessiveHalving(3, 1));
    assertEquals(TRIALS * EPOCHS, epochs(all));
    assertTrue(epochs(halved) <= 0.4 * epochs(all), "epochs: " + epochs(halved));
    double best = best(all);
    assertTrue(best(halved) <= 1.02 * best, best(halved) + " beside " + best);
    assertTrue(halved.stream().anyMatch(trial -> trial.state() == TrialState.PRUNED));
  }

  private List<Trial> run(String name, Pruner pruner) {
    try (StudyDatabase database = StudyDatabase.open(folder.resolve(name + ".duckdb"))) {
      return new StudyRun(
              new StudySetup(
                      new KnownOptimum(EPOCHS),
                      KnownOptimum.OBJECTIVE,
                      Generators.random(KnownOptimum.space(), 11))
                  .budget(new BudgetSpec(TRIALS, 0, 0))
                  .pruner(pruner),
              database)
          .execute();
    }
  }

  private static int epochs(List<Trial> trials) {
    return trials.stream().mapToInt(Trial::epochs).sum();
  }

  private static double best(List<Trial> trials) {
    return trials.stream()
        .filter(trial -> trial.state() == TrialState.COMPLETE)
        .mapToDouble(trial -> trial.objectives().get(0))
        .min()
        .orElseThrow();
  }
}
