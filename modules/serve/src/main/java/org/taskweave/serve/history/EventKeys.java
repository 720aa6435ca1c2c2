package org.taskweave.serve.history;

import java.util.Locale;

/**
 * Keys of stored events, in the order of users and, within a user, of times: the user, NUL, the
 * time, and a number that tells events of one time apart.
 */
final class EventKeys {

  private static final int TIME = 16;
  private static final int NUMBER = 8;

  private EventKeys() {}

  /** Below all keys of a user. */
  static String first(String user) {
    return user + '\0';
  }

  /** Above all keys of a user, and below those of the next one. */
  static String end(String user) {
    return user + '\1';
  }

  static String at(String user, long millis, int number) {
    return String.format(Locale.ROOT, "%s\0%016x%08x", user, millis ^ Long.MIN_VALUE, number);
  }

  static String user(String key) {
    return key.substring(0, key.length() - TIME - NUMBER - 1);
  }

  static int number(String key) {
    return Integer.parseInt(key.substring(key.length() - NUMBER), 16);
  }

  /** Whether two keys are of the same user and time. */
  static boolean sameTime(String key, String other) {
    return key.length() == other.length() && key.regionMatches(0, other, 0, key.length() - NUMBER);
  }
}
