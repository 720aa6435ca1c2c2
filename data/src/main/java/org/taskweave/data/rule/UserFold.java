package org.taskweave.data.rule;

/**
 * Splits users into folds, so that what is counted for a user's training rows can leave out the
 * user, and with it what the rows ask for.
 */
public final class UserFold {

  /** How many there are. */
  public static final int COUNT = 5;

  private UserFold() {}

  /** The fold of a user, 0 to {@value #COUNT} - 1, by its name alone. */
  public static int of(String user) {
    return Math.floorMod((user.hashCode() * 0x9E3779B1) >>> 7, COUNT);
  }
}
