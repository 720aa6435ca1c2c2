package org.taskweave.core.metric;

import java.util.List;

/**
 * A ranking of all items of a catalog.
 *
 * @param items N; 0 while the catalog is not known
 * @param seen whether items of the history are ranked too
 * @param ofBaskets whether a row has several relevant items, and not one
 */
public record CatalogRanking(int items, SeenItems seen, boolean ofBaskets) {

  /** W, how many numbers are kept of a row: of {@link RankedRow} or {@link BasketRow}. */
  public int rowWidth() {
    return ofBaskets ? BasketRow.WIDTH : RankedRow.WIDTH;
  }

  /** Those that rules are printed with. */
  List<Metric> metricsOfRules() {
    return ofBaskets ? BasketMetrics.ofRules() : NextItemMetrics.ofRules();
  }
}
