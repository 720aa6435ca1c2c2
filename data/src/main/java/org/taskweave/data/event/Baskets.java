package org.taskweave.data.event;

/** Which events belong together: those of one basket, or, where a log has none, of one time. */
public final class Baskets {

  private Baskets() {}

  /** Whether two neighbours of a sequence share a basket. */
  public static boolean shared(BehaviorEvent a, BehaviorEvent b) {
    return (a.basket().isPresent() || b.basket().isPresent())
        ? a.basket().equals(b.basket())
        : a.timestampMillis() == b.timestampMillis();
  }
}
