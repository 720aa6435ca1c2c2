package org.taskweave.benchmarks.impressions;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.taskweave.data.event.BehaviorEvent;

/**
 * Pages of items shown to users, what they click within a minute, and what of that they buy within
 * an hour. With an item's own appeal a and value v, both normal, and whether its group is the one
 * that the user likes,
 *
 * <pre>
 * logit P(click)       = -2.5 + 2 [liked] + a / 2,
 * logit P(buy | click) = -1.5 + 1 [liked] + v / 2.
 * </pre>
 *
 * <p>A user's group shows in nothing but clicks. Items are drawn at random, but for three of ten,
 * which are of the liked group. Each impression says its true probabilities, as attributes that no
 * model reads. A page shows no item twice, since a click would be taken as both impressions'.
 *
 * @param items a multiple of the groups
 * @param pages of each user, one a day
 * @param shown items of a page
 */
public record ImpressionLog(int users, int items, int groups, int pages, int shown, long seed) {

  public ImpressionLog {
    if (items % groups != 0) {
      throw new IllegalArgumentException(
          items + " items make no " + groups + " groups of one size: take a multiple");
    }
    if (shown > items) {
      throw new IllegalArgumentException(
          items + " items cannot fill a page of " + shown + ": take more");
    }
  }

  /** What shows an item. */
  public static final String SHOW = "show";

  /** What may follow. */
  public static final String CLICK = "click";

  /** What may follow that. */
  public static final String BUY = "buy";

  /** P(click) of an impression. */
  public static final String CLICK_PROBABILITY = "pClick";

  /** P(click and buy) of an impression. */
  public static final String BUY_PROBABILITY = "pBuy";

  /** The day that the first page is shown on, 2024-01-01. */
  public static final long FIRST_DAY_MILLIS = 1_704_067_200_000L;

  private static final long DAY_MILLIS = 86_400_000;
  private static final long SECOND_MILLIS = 1000;
  private static final int SECONDS_TO_CLICK = 50;
  private static final int SECONDS_TO_BUY = 3000;
  private static final double LIKED_SHARE = 0.3;

  /**
   * What items have of their own.
   *
   * @param appeal [items] what is added to the log-odds of a click
   * @param value [items] what is added to those of a purchase after it
   */
  record Items(double[] appeal, double[] value) {

    double click(int item, boolean liked) {
      return logistic(-2.5 + (liked ? 2 : 0) + appeal[item]);
    }

    double buy(int item, boolean liked) {
      return logistic(-1.5 + (liked ? 1 : 0) + value[item]);
    }
  }

  Items itemsOwn() {
    Items own = new Items(new double[items], new double[items]);
    RandomGenerator ofItems = random(-1);
    for (int item = 0; item < items; item++) {
      own.appeal()[item] = ofItems.nextGaussian() / 2;
      own.value()[item] = ofItems.nextGaussian() / 2;
    }
    return own;
  }

  boolean isLiked(int item, int group) {
    return item % groups == group;
  }

  /** The probability that an impression of a user who likes a group is of an item. */
  double shown(int item, int group) {
    return ((1 - LIKED_SHARE) + (isLiked(item, group) ? LIKED_SHARE * groups : 0)) / items;
  }

  /** Gives every event, user by user, in the order of time within a page. */
  public void forEach(Consumer<BehaviorEvent> consumer) {
    Items own = itemsOwn();
    for (int user = 0; user < users; user++) {
      RandomGenerator random = random(user);
      int liked = random.nextInt(groups);
      for (int page = 0; page < pages; page++) {
        long time = FIRST_DAY_MILLIS + page * DAY_MILLIS + random.nextInt(80_000) * SECOND_MILLIS;
        Set<Integer> onPage = new HashSet<>();
        while (onPage.size() < shown) {
          int item = draw(liked, random);
          if (onPage.add(item)) {
            show("u" + user, item, liked, time, own, random, consumer);
          }
        }
      }
    }
  }

  private int draw(int liked, RandomGenerator random) {
    int item = random.nextInt(items);
    return random.nextDouble() < LIKED_SHARE ? item / groups * groups + liked : item;
  }

  private void show(
      String user,
      int item,
      int liked,
      long time,
      Items own,
      RandomGenerator random,
      Consumer<BehaviorEvent> consumer) {
    double click = own.click(item, isLiked(item, liked));
    double buy = own.buy(item, isLiked(item, liked));
    consumer.accept(
        event(
            user,
            item,
            SHOW,
            time,
            Map.of(CLICK_PROBABILITY, click, BUY_PROBABILITY, click * buy)));
    if (random.nextDouble() < click) {
      long clicked = time + (1 + random.nextInt(SECONDS_TO_CLICK)) * SECOND_MILLIS;
      consumer.accept(event(user, item, CLICK, clicked, Map.of()));
      if (random.nextDouble() < buy) {
        long bought = clicked + (1 + random.nextInt(SECONDS_TO_BUY)) * SECOND_MILLIS;
        consumer.accept(event(user, item, BUY, bought, Map.of()));
      }
    }
  }

  private RandomGenerator random(int stream) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 + stream);
  }

  private static BehaviorEvent event(
      String user, int item, String action, long time, Map<String, Object> attributes) {
    return new BehaviorEvent(
        user, "i" + item, action, time, Optional.empty(), Optional.empty(), attributes);
  }

  static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
