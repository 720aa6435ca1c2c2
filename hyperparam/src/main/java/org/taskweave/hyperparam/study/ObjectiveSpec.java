package org.taskweave.hyperparam.study;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.MapKey;

/**
 * What is searched for, in metrics of the dev split, written "task.metric", or "task" for the
 * task's primary metric. Exactly one of the three is given.
 *
 * @param metric one metric
 * @param weighted the weighted mean of metrics as skill over the trivial baseline
 * @param pareto several metrics at once, none traded for another
 */
public record ObjectiveSpec(
    Optional<String> metric,
    @DefaultValue("{}") List<Weighted> weighted,
    @DefaultValue("[]") List<String> pareto) {

  public ObjectiveSpec {
    weighted = List.copyOf(weighted);
    pareto = List.copyOf(pareto);
    int given = (metric.isPresent() ? 1 : 0) + (weighted.isEmpty() ? 0 : 1);
    given += pareto.isEmpty() ? 0 : 1;
    new Checks(ObjectiveSpec.class)
        .require(
            given == 1,
            "",
            given == 0 ? "no objective" : given + " objectives",
            "given: give exactly one of metric, weighted and pareto")
        .require(
            pareto.size() != 1, "pareto", pareto, "is one metric: name two or more, or use metric")
        .distinct("pareto", pareto)
        .done();
  }

  /**
   * A metric and its weight.
   *
   * @param weight its part in the mean, above 0
   */
  public record Weighted(@MapKey String metric, double weight) {
    public Weighted {
      new Checks(Weighted.class).positive("weight", weight).done();
    }
  }
}
