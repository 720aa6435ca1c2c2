package org.taskweave.nn.loss;

/** How the logits of a student are compared with its teacher's. */
public enum Likeness {
  /** As one distribution over the columns of a row: classes, or the items of a list. */
  DISTRIBUTION,
  /** As a probability in each column. */
  PROBABILITIES,
  /** As numbers: squared error. */
  VALUES
}
