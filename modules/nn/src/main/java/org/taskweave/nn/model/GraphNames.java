package org.taskweave.nn.model;

/** Names of inputs and vertices in the ComputationGraph; saved models depend on them. */
final class GraphNames {

  static final String TOKEN_IDS = "tokenIds";
  static final String TOKEN_TYPE_IDS = "tokenTypeIds";
  static final String MASK = "mask";
  static final String CATEGORICAL_CHANNELS = "categoricalChannels";
  static final String NUMERIC_CHANNELS = "numericChannels";
  static final String USER_FEATURES = "userFeatures";
  static final String ENCODER = "encoder";
  static final String POOLED = "pooled";
  static final String JOINED = "joined";
  static final String SHARED = "shared";
  static final String TOKEN_ROWS = "tokenRows";
  static final String JUNCTION = "junction";

  private GraphNames() {}

  /** The hidden layer of a head; the output layer has the task's name. */
  static String hidden(String task) {
    return task + "-hidden";
  }

  /** Where a head reads the shared representation of a model whose tasks' gradients are read. */
  static String tap(String task) {
    return task + "-tap";
  }

  /** A layer of a head's tower, counted from 0 in the tower's file. */
  static String tower(String task, int layer) {
    return task + "-tower" + layer;
  }
}
