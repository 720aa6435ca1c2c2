package org.taskweave.core.metric;

/**
 * A ranking of all items of a catalog.
 *
 * @param items N; 0 while the catalog is not known
 * @param seen whether items of the history are ranked too
 */
public record CatalogRanking(int items, SeenItems seen) {}
