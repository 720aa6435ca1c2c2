package org.taskweave.core.recipe;

import java.util.List;
import java.util.Optional;
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
 * @param target computed from the user's own history with the item that a task asks about, for
 *     tasks that read user and item: how often it was taken before, and when
 * @param effects how a number deviates by item and by user, for tasks that read user and item
 */
public record FeaturesRecipe(
    @DefaultValue("[]") List<EventNumeric> eventNumeric,
    @DefaultValue("[]") List<String> eventCategorical,
    @DefaultValue("[]") List<UserFeature> user,
    @DefaultValue("[]") List<UserFeature> target,
    Optional<Effects> effects) {

  /** No features. */
  public static final FeaturesRecipe NONE =
      new FeaturesRecipe(List.of(), List.of(), List.of(), Optional.empty());

  /** Features of events and users. */
  public FeaturesRecipe(
      List<EventNumeric> eventNumeric,
      List<String> eventCategorical,
      List<UserFeature> user,
      Optional<Effects> effects) {
    this(eventNumeric, eventCategorical, user, List.of(), effects);
  }

  public FeaturesRecipe {
    target = List.copyOf(target);
    eventNumeric = List.copyOf(eventNumeric);
    eventCategorical = List.copyOf(eventCategorical);
    user = List.copyOf(user);
    new Checks(FeaturesRecipe.class)
        .distinct("eventNumeric", eventNumeric.stream().map(EventNumeric::attribute).toList())
        .distinct("eventCategorical", eventCategorical)
        .distinct("user", user.stream().map(UserFeature::name).toList())
        .distinct("target", target.stream().map(UserFeature::name).toList())
        .done();
  }

  /**
   * The baseline estimate of an attribute r for a user u and an item i, mean + b_i + b_u, where b_i
   * = sum over i's training events of (r - mean) / (their number + damping), and b_u = sum over u's
   * history of (r - mean - b_item) / (their number + damping) (Koren 2010, "Factor in the
   * neighbors", doi:10.1145/1644873.1644874). Its terms join the user features; each event of the
   * history has its deviation r - mean - b_item as a numeric channel; regression tasks of the same
   * attribute that read user and item have the estimate as their floor.
   *
   * @param attribute a numeric one, the rating for instance
   * @param damping events that are added to each count
   * @param windowSeconds for each, features of the history within that many seconds of the target:
   *     the mean deviation less b_u's share, and the number of events
   * @param factors what users of like taste said of like items
   */
  public record Effects(
      String attribute,
      @DefaultValue("5") double damping,
      @DefaultValue("[]") List<Double> windowSeconds,
      Optional<Factors> factors) {
    public Effects {
      windowSeconds = List.copyOf(windowSeconds);
      Checks checks =
          new Checks(Effects.class)
              .notBlank("attribute", attribute)
              .atLeast("damping", damping, 0)
              .distinct("windowSeconds", windowSeconds);
      for (int i = 0; i < windowSeconds.size(); i++) {
        checks.positive("windowSeconds[" + i + "]", windowSeconds.get(i));
      }
      checks.done();
    }
  }

  /**
   * Factors of the attribute: a number that a user gives to an item is the product of their
   * vectors, plus an offset of each, and all of it has a distribution (variational Bayes, so that
   * few numbers say little). What they say of the target, and how sure they are, joins the user
   * features. A user's vector follows from the history alone. Training rows read factors that were
   * learned without a fifth of the users, theirs among them. A bundle has about 10 size * size *
   * starts bytes more for each item and number.
   *
   * @param size numbers of a vector
   * @param starts factorisations that begin elsewhere; their mean is better than each
   * @param atLeast thresholds of the attribute; whether it reaches each is factorised beside it,
   *     which helps a task that asks so (and takes as long again)
   */
  public record Factors(
      @DefaultValue("8") int size,
      @DefaultValue("4") int starts,
      @DefaultValue("[]") List<Double> atLeast) {

    private static final int MOST = 64;

    public Factors {
      atLeast = List.copyOf(atLeast);
      Checks checks = new Checks(Factors.class).distinct("atLeast", atLeast);
      for (int i = 0; i < atLeast.size(); i++) {
        checks.require(
            Double.isFinite(atLeast.get(i)), "atLeast[" + i + "]", atLeast.get(i), "is no number");
      }
      checks
          .atLeast("size", size, 1)
          .atMost("size", size, MOST, "the solutions take size^3 steps")
          .atLeast("starts", starts, 1)
          .atMost("starts", starts, MOST, "each takes as long as the first")
          .done();
    }
  }

  /**
   * A numeric attribute.
   *
   * @param attribute its name
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
   *
   * @param name of the feature
   * @param statistic what it is computed by
   * @param log1p a number x becomes sign(x) * log(1 + |x|) before standardising
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
