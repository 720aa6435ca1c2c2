package org.taskweave.core.recipe;

import java.util.List;
import org.taskweave.core.task.HistoryStatistic;

/**
 * What joins the text.
 *
 * @param eventNumeric attributes of events, standardised on the training split, added to each of
 *     the event's tokens
 * @param eventCategorical attributes of events, one learned embedding per value
 * @param user computed from the history at the cut; joins at the shared representation
 */
public record FeaturesRecipe(
    List<EventNumeric> eventNumeric, List<String> eventCategorical, List<UserFeature> user) {

  public FeaturesRecipe {
    eventNumeric = List.copyOf(eventNumeric);
    eventCategorical = List.copyOf(eventCategorical);
    user = List.copyOf(user);
  }

  /**
   * A numeric attribute.
   *
   * @param log1p log1p of the absolute value, with its sign, before standardising
   */
  public record EventNumeric(String attribute, boolean log1p) {}

  /**
   * A number is standardised on the training split (after log1p if asked; NaN becomes 0 and sets a
   * second, "missing" column); a class becomes one column per value seen in training.
   */
  public record UserFeature(String name, HistoryStatistic statistic, boolean log1p) {}
}
