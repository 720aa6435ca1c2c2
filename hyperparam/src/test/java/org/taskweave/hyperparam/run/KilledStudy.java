package org.taskweave.hyperparam.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.taskweave.hyperparam.generate.Generators;
import org.taskweave.hyperparam.generate.TpeGenerator;
import org.taskweave.hyperparam.prune.SuccessiveHalving;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.study.BudgetSpec;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialFunction;

/** A study in a process of its own, which says when it is in the middle of a trial and waits. */
final class KilledStudy {

  static final int TRIALS = 18;
  static final int KILLED_IN = 13;
  static final String READY = "in the middle";

  private KilledStudy() {}

  public static void main(String[] arguments) {
    KnownOptimum good = new KnownOptimum(4);
    run(
        Path.of(arguments[0]),
        (request, reporter) ->
            good.run(
                request,
                measurement -> {
                  boolean goesOn = reporter.report(measurement);
                  if (request.number() == KILLED_IN) {
                    System.out.println(READY);
                    sleep();
                  }
                  return goesOn;
                }));
  }

  private static void sleep() {
    try {
      Thread.sleep(600_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The study, with whatever is in its database already. */
  static List<Trial> run(Path file, TrialFunction function) {
    try (StudyDatabase database = StudyDatabase.open(file)) {
      return new StudyRun(
              new StudySetup(
                      function,
                      KnownOptimum.OBJECTIVE,
                      Generators.tpe(
                          KnownOptimum.space(),
                          KnownOptimum.OBJECTIVE,
                          new TpeGenerator.Settings(5, 24, 0.2),
                          Optional.empty(),
                          3))
                  .budget(new BudgetSpec(TRIALS, 0, 0))
                  .pruner(new SuccessiveHalving(2, 1))
                  .seed(3),
              database)
          .execute();
    }
  }
}
