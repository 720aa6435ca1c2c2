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
    Map<String, Integer> rows = new LinkedHashMap<>();
    ratings.items().forEach(item -> rows.put(item, rows.size()));
    return new ItemFactors(
        rows,
        IntStream.range(0, starts)
            .parallel()
            .mapToObj(start -> Factorisation.fit(ratings, size, start))
            .toList());
  }

  /** What a user's own ratings say. */
  public UserFactors user(Ratings own) {
    return new UserFactors(
        this,
        starts.stream()
            .map(
                start -> {
                  Evidence evidence = new Evidence(start.users(), start.noise());
                  List<String> items = own.items();
                  Map<Integer, Integer> known = new HashMap<>();
                  for (int i = 0; i < items.size(); i++) {
                    known.put(i, rows.get(items.get(i)));
                  }
                  for (Ratings.Rating rating : own.all()) {
                    Integer row = known.get(rating.item());
                    if (row == null) {
                      evidence.add(start.unseen(), 0, rating.value());
                    } else {
                      evidence.add(start.items(), row, rating.value());
                    }
                  }
                  VectorTable user = VectorTable.of(1, start.items().dimension());
                  evidence.write(user, 0);
                  return user;
                })
            .toList());
  }
}
