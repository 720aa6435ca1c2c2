package org.taskweave.data.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.TaskSpec;

/** The attributes a recipe uses as numbers: in features, labels and floors. */
public final class NumericAttributes {

  private NumericAttributes() {}

  /** Names of event attributes, in order. */
  public static Set<String> of(Recipe recipe) {
    Set<String> names = new TreeSet<>();
    FeaturesRecipe features = recipe.features();
    features.eventNumeric().forEach(numeric -> names.add(numeric.attribute()));
    features.effects().ifPresent(effects -> names.add(effects.attribute()));
    List<HistoryStatistic> statistics = new ArrayList<>();
    features.user().forEach(feature -> statistics.add(feature.statistic()));
    features.target().forEach(feature -> statistics.add(feature.statistic()));
    for (TaskSpec task : recipe.tasks()) {
      task.label().numericAttribute(task.labelForm()).ifPresent(names::add);
      task.floor().ifPresent(statistics::add);
    }
    for (HistoryStatistic statistic : statistics) {
      if (statistic instanceof HistoryStatistic.Aggregated aggregated) {
        names.add(aggregated.attribute());
      } else if (statistic instanceof HistoryStatistic.LastClass last && !last.bands().isEmpty()) {
        names.add(last.attribute());
      }
    }
    return names;
  }
}
