package org.taskweave.nn.model;

import java.util.Optional;

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
  static final String LABEL_ROWS = "labelRows";
  static final String ITEM_ROWS = "itemRows";
  static final String ITEMS = "items";

  /** What an encoder that learns makes of items' texts. */
  static final String ITEM_TEXTS = "itemTexts";

  /**
   * The items', tokens' and label rows once more: DL4J adds up the gradients of an input with
   * several readers, and these have none.
   */
  static final String SCORED_ROWS = "scoredRows";

  static final String HISTORY = "history";

  static final String HISTORY_CELLS = "historyCells";

  /** The user features before and after the columns of the domain. */
  static final String FEATURES_BEFORE = "sharing/featuresBefore";

  static final String FEATURES_AFTER = "sharing/featuresAfter";
  static final String JUNCTION = "junction";

  private GraphNames() {}

  /** The hidden layer of a head; the output layer has the task's name. */
  static String hidden(String task) {
    return task + "-hidden";
  }

  /** What a next-item task subtracts from its candidates' scores. */
  static String offsets(String task) {
    return task + "-offsets";
  }

  /** The task whose offsets an input is. */
  static Optional<String> taskOfOffsets(String input) {
    return input.endsWith("-offsets")
        ? Optional.of(input.substring(0, input.length() - "-offsets".length()))
        : Optional.empty();
  }

  /** The query that a next-item head makes. */
  static String query(String task) {
    return task + "-query";
  }

  /** Scores of a next-item task before its loss. */
  static String scores(String task) {
    return task + "-scores";
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
