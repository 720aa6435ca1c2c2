package org.taskweave.benchmarks.conflict;

/** What is compared: a way to train on a seed's tasks at a learning rate. */
interface Contender {

  /** As in the table. */
  String name();

  /**
   * Trains on the seed's training rows and measures on its other rows.
   *
   * @return the measures of the comparison in their order, less is better; the first one chooses
   *     the learning rate
   */
  double[] measure(long seed, double learningRate);
}
