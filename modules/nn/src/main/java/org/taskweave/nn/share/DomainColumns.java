package org.taskweave.nn.share;

/**
 * Where the domain stands among the user features, as one-hot columns.
 *
 * @param first index of the first column
 * @param count of the columns, at least 1
 */
public record DomainColumns(int first, int count) {

  public DomainColumns {
    if (first < 0 || count < 1) {
      throw new IllegalArgumentException(
          "a domain takes at least one column from 0 on, not " + count + " from " + first);
    }
  }
}
