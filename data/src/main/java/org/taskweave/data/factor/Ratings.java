package org.taskweave.data.factor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers that users gave to items. Users and items are counted from 0 in the order in which they
 * came.
 */
public final class Ratings {

  private final Map<String, Integer> users = new LinkedHashMap<>();
  private final Map<String, Integer> items = new LinkedHashMap<>();
  private final List<Rating> ratings = new ArrayList<>();

  /** One of them. */
  record Rating(int user, int item, double value) {}

  /** Adds one, in standard deviations from the mean. */
  public void add(String user, String item, double value) {
    ratings.add(
        new Rating(
            users.computeIfAbsent(user, name -> users.size()),
            items.computeIfAbsent(item, name -> items.size()),
            value));
  }

  List<Rating> all() {
    return ratings;
  }

  int userCount() {
    return users.size();
  }

  /** The numbers of items by name, in their order. */
  Map<String, Integer> items() {
    return items;
  }
}
