package org.taskweave.data.factor;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What ratings say of items, by several factorisations that began elsewhere; their mean is better
 * than each. A user's vector is not kept: it follows from the user's own ratings, whenever they are
 * asked, so that a new user is as good as an old one.
 *
 * @param rows where each item is in the factorisations' tables [N]
 * @param starts the factorisations
 */
public record ItemFactors(Map<String, Integer> rows, List<Factorisation> starts) {

  /** Of a recipe without them. */
  public static final ItemFactors NONE = new ItemFactors(Map.of(), List.of());

  /** Checks that each item has a row. */
  public ItemFactors {
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    starts = List.copyOf(starts);
    for (Factorisation start : starts) {
      if (start.items().count() != rows.size()
          || rows.values().stream().anyMatch(row -> row < 0 || row >= start.items().count())) {
        throw new IllegalArgumentException(
            "factors of " + start.items().count() + " items for " + rows.size());
      }
    }
  }

  /**
   * Learns. The same ratings in the same order, size and number of starts give the same factors.
   *
   * @param size factors of a vector
   * @param starts how many factorisations
   */
  public static ItemFactors fit(Ratings ratings, int size, int starts) {
    if (ratings.all().isEmpty()) {
      return NONE;
    }
    return new ItemFactors(
        ratings.items(),
        IntStream.range(0, starts)
            .parallel()
            .mapToObj(start -> Factorisation.fit(ratings, size, start))
            .toList());
  }

  /** What a user's own ratings say. */
  public UserFactors user(Ratings own) {
    Map<Integer, Integer> known = new HashMap<>();
    own.items().forEach((item, number) -> known.put(number, rows.get(item)));
    return new UserFactors(
        this, starts.stream().map(start -> start.user(own.all(), known)).toList());
  }
}
