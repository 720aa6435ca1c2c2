package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.taskweave.nn.share.DomainColumns;

/**
 * Columns of the row features that a part of the graph reads.
 *
 * @param vertex that holds them
 * @param from the first one
 * @param to the one after the last
 */
record RowColumns(String vertex, int from, int to) {

  int width() {
    return to - from;
  }

  /**
   * The columns that all heads read. A domain's are left out where an architecture reads them:
   * weights of a column that training never saw would be random. Those of the target are left out,
   * too: they would tell which item comes next.
   */
  static List<RowColumns> ofUser(ModelSpec spec) {
    int end = spec.userFeatures() - spec.targetColumns();
    Optional<DomainColumns> domain = spec.sharing().domain();
    if (domain.isEmpty() && spec.targetColumns() == 0) {
      return some(new RowColumns(GraphNames.USER_FEATURES, 0, end));
    }
    int start = domain.map(DomainColumns::first).orElse(end);
    int after = domain.map(d -> d.first() + d.count()).orElse(end);
    return some(
        new RowColumns(GraphNames.FEATURES_BEFORE, 0, start),
        new RowColumns(GraphNames.FEATURES_AFTER, after, end));
  }

  /** Those, and the ones of the target. */
  static List<RowColumns> ofPair(ModelSpec spec) {
    List<RowColumns> columns = new ArrayList<>(ofUser(spec));
    columns.addAll(
        some(
            new RowColumns(
                GraphNames.EFFECTS,
                spec.userFeatures() - spec.targetColumns(),
                spec.userFeatures())));
    return columns;
  }

  private static List<RowColumns> some(RowColumns... columns) {
    return List.of(columns).stream().filter(each -> each.width() > 0).toList();
  }

  static int width(List<RowColumns> columns) {
    return columns.stream().mapToInt(RowColumns::width).sum();
  }
}
