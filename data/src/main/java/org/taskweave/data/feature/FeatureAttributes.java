package org.taskweave.data.feature;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.config.ConfigPath;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.data.event.BehaviorEvent;

/** Refuses features of attributes that no event has, which would be constants. */
final class FeatureAttributes {

  private final Set<String> known = new HashSet<>();

  private FeatureAttributes(Collection<BehaviorEvent> events) {
    events.forEach(event -> known.addAll(event.attributes().keySet()));
  }

  /**
   * Checks the attributes of all features.
   *
   * @param events of the training split
   * @throws InvalidInputException naming the feature, its attribute, and what was probably meant
   */
  static void check(FeaturesRecipe features, Collection<BehaviorEvent> events) {
    FeatureAttributes attributes = new FeatureAttributes(events);
    features.eventCategorical().forEach(name -> attributes.require("eventCategorical", name));
    features.eventNumeric().forEach(n -> attributes.require("eventNumeric", n.attribute()));
    features.effects().ifPresent(e -> attributes.require("effects.attribute", e.attribute()));
    attributes.require("user", features.user());
    attributes.require("target", features.target());
  }

  private void require(String path, List<FeaturesRecipe.UserFeature> features) {
    for (FeaturesRecipe.UserFeature feature : features) {
      attribute(feature.statistic())
          .ifPresent(name -> require(ConfigPath.append(path, feature.name()), name));
    }
  }

  private static Optional<String> attribute(HistoryStatistic statistic) {
    if (statistic instanceof HistoryStatistic.Aggregated aggregated) {
      return Optional.of(aggregated.attribute());
    }
    return statistic instanceof HistoryStatistic.LastClass last
        ? Optional.of(last.attribute())
        : Optional.empty();
  }

  private void require(String path, String attribute) {
    if (!known.contains(attribute)) {
      throw new InvalidInputException(
          "features."
              + path
              + ": no event of the training split has the attribute \""
              + attribute
              + "\"; "
              + (known.isEmpty()
                  ? "its events have none: remove the feature, or name columns in data.columns.attributes"
                  : Suggestion.forMessage(attribute, new TreeSet<>(known))));
    }
  }
}
