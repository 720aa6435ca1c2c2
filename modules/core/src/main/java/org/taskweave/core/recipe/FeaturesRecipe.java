package org.taskweave.core.recipe;

import java.util.List;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.MapKey;
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
    @DefaultValue("[]") List<EventNumeric> eventNumeric,
    @DefaultValue("[]") List<String> eventCategorical,
    @DefaultValue("[]") List<UserFeature> user) {

  public FeaturesRecipe {
    eventNumeric = List.copyOf(eventNumeric);
    eventCategorical = List.copyOf(eventCategorical);
    user = List.copyOf(user);
    new Checks(FeaturesRecipe.class)
        .distinct("eventNumeric", eventNumeric.stream().map(EventNumeric::attribute).toList())
        .distinct("eventCategorical", eventCategorical)
        .distinct("user", user.stream().map(UserFeature::name).toList())
        .done();
  }

  /**
   * A numeric attribute.
   *
   * @param log1p log1p of the absolute value, with its sign, before standardising
   */
  public record EventNumeric(String attribute, @DefaultValue("false") boolean log1p) {
    public EventNumeric {
      new Checks(EventNumeric.class).notBlank("attribute", attribute).done();
    }
  }

  /**
   * A number is standardised on the training split (after log1p if asked; NaN becomes 0 and sets a
   * second, "missing" column); a class becomes one column per value seen in training.
   */
  public record UserFeature(
      @MapKey String name,
      @Inline HistoryStatistic statistic,
      @DefaultValue("false") boolean log1p) {
    public UserFeature {
      new Checks(UserFeature.class)
          .notBlank("", name)
          .given("statistic", statistic)
          .require(
              !log1p || !(statistic instanceof HistoryStatistic.LastClass),
              "log1p",
              log1p,
              "has no meaning for a class: remove it")
          .done();
    }
  }
}
