package org.taskweave.hyperparam.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.Suggestion;
import org.taskweave.core.config.ConfigPath;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.hyperparam.space.SearchSpace;

/**
 * A study's settings, beside its recipe.
 *
 * @param space what is searched
 * @param tie fields that follow a searched one
 * @param trainingsPerTrial trainings of each trial, with different seeds; the mean counts
 * @param workers trials at a time; each needs memory for a model of its own
 * @param seed of the generator and of the trials
 * @param singleTask also search each task alone, and compare
 */
public record StudySpec(
    List<ParameterSpec> space,
    @DefaultValue("{}") List<TieSpec> tie,
    ObjectiveSpec objective,
    @DefaultValue("{kind: tpe}") GeneratorSpec generator,
    @DefaultValue("{kind: none}") PrunerSpec pruner,
    @DefaultValue("1") int trainingsPerTrial,
    BudgetSpec budget,
    @DefaultValue("1") int workers,
    @DefaultValue("7") long seed,
    @DefaultValue("false") boolean singleTask) {

  public StudySpec {
    space = List.copyOf(space);
    tie = List.copyOf(tie);
    Checks checks =
        new Checks(StudySpec.class)
            .require(!space.isEmpty(), "space", "an empty map", "searches nothing: name a path")
            .given("objective", objective)
            .given("generator", generator)
            .given("pruner", pruner)
            .atLeast("trainingsPerTrial", trainingsPerTrial, 1)
            .given("budget", budget)
            .atLeast("workers", workers, 1)
            .atMost("workers", workers, 256, "each has a model of its own in memory");
    List<String> searched = space.stream().map(ParameterSpec::path).toList();
    List<String> tied = new ArrayList<>();
    for (TieSpec each : tie) {
      String path = ConfigPath.append("tie", each.path());
      Optional<ParameterSpec> target = find(space, each.to());
      checks
          .require(
              target.isPresent(),
              path + ".to",
              Checks.quoted(each.to()),
              "is not searched; " + Suggestion.forMessage(each.to(), searched))
          .require(
              each.times() == 1 || target.isEmpty() || target.get().choice().isEmpty(),
              path + ".times",
              each.times(),
              "multiplies a choice: leave it out")
          .require(
              !searched.contains(each.path()) && !tied.contains(each.path()),
              path,
              Checks.quoted(each.path()),
              "has a value of its own already: remove one");
      tied.add(each.path());
    }
    checks.done();
  }

  private static Optional<ParameterSpec> find(List<ParameterSpec> space, String path) {
    return space.stream().filter(parameter -> parameter.path().equals(path)).findFirst();
  }

  /** A new search space. */
  public SearchSpace searchSpace() {
    return new SearchSpace(
        space.stream().map(ParameterSpec::dimension).toList(),
        tie.stream().map(t -> new SearchSpace.Tie(t.path(), t.to(), t.times())).toList());
  }
}
