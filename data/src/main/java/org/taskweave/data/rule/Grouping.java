package org.taskweave.data.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What items occur together in. */
public enum Grouping {
  USER("user"),
  BASKET("basket");

  private final String title;

  Grouping(String title) {
    this.title = title;
  }

  /** As in "by user". */
  String title() {
    return title;
  }

  /** The items of each group of a log, ascending, each once. */
  List<int[]> of(ItemLog log) {
    List<int[]> groups = new ArrayList<>();
    for (ItemHistory user : log.users()) {
      int from = 0;
      for (int e = 1; e <= user.size(); e++) {
        boolean ends =
            e == user.size() || (this == BASKET && user.baskets()[e] != user.baskets()[e - 1]);
        if (ends) {
          groups.add(Arrays.stream(user.items(), from, e).sorted().distinct().toArray());
          from = e;
        }
      }
    }
    return groups;
  }
}
