package org.taskweave.nn.model;

import java.util.Optional;
import org.taskweave.core.batch.ModelInput;

/** Names of inputs and vertices in the ComputationGraph; saved models depend on them. */
final class GraphNames {

  static final String TOKEN_IDS = ModelInput.TOKEN_IDS.key();
  static final String TOKEN_TYPE_IDS = ModelInput.TOKEN_TYPE_IDS.key();
  static final String MASK = ModelInput.MASK.key();
  static final String CATEGORICAL_CHANNELS = ModelInput.CATEGORICAL_CHANNELS.key();
  static final String NUMERIC_CHANNELS = ModelInput.NUMERIC_CHANNELS.key();
  static final String USER_FEATURES = ModelInput.USER_FEATURES.key();

  /**
   * What makes token states: the pretrained encoder or the attached one; in a hierarchical model
   * the sequence model.
   */
  static final String SEQUENCE_ENCODER = "encoder";

  /** Recurrent layers above it, the first with 1. */
  static String recurrent(int layer) {
    return "recurrent-" + layer;
  }

  static final String POOLED = "pooled";
  static final String JOINED = "joined";
  static final String SHARED = "shared";
  static final String TOKEN_ROWS = "tokenRows";
  static final String LABEL_ROWS = ModelInput.LABEL_ROWS.key();
  static final String ITEM_ROWS = ModelInput.ITEM_ROWS.key();
  static final String ITEMS = "items";

  /** What an encoder that learns makes of items' texts. */
  static final String ITEM_TEXTS = "itemTexts";

  /**
   * The items', tokens' and label rows once more: DL4J adds up the gradients of an input with
   * several readers, and these have none.
   */
  static final String SCORED_ROWS = ModelInput.SCORED_ROWS.key();

  /** Rows of the catalog that tasks are about, and their vectors. */
  static final String CANDIDATE_ROWS = ModelInput.CANDIDATE_ROWS.key();

  static final String CANDIDATE = "candidate";

  /** The columns of the user features that tell of the item, too. */
  static final String EFFECTS = "effects";

  /** The states of all events, and what makes queries, keys and values of candidate and states. */
  static final String EVENT_ROWS = "eventRows";

  static final String ATTENTION_QUERY = "attention-query";
  static final String ATTENTION_KEYS = "attention-keys";
  static final String ATTENTION_VALUES = "attention-values";

  /** Mask and numeric channels once more, for the same reason. */
  static final String EVENT_MASK = ModelInput.EVENT_MASK.key();

  static final String EVENT_NUMBERS = ModelInput.EVENT_NUMBERS.key();

  static final String HISTORY = ModelInput.HISTORY.key();

  static final String HISTORY_CELLS = ModelInput.HISTORY_CELLS.key();

  /** The user features before and after the columns of the domain. */
  static final String FEATURES_BEFORE = "sharing/featuresBefore";

  static final String FEATURES_AFTER = "sharing/featuresAfter";
  static final String JUNCTION = "junction";

  /** What memories read: the rows' events, and scored rows, history and cells once more. */
  static final String MEMORY_EVENTS = ModelInput.MEMORY_EVENTS.key();

  static final String MEMORY_ROWS = ModelInput.MEMORY_ROWS.key();
  static final String MEMORY_HISTORY = ModelInput.MEMORY_HISTORY.key();
  static final String MEMORY_CELLS = ModelInput.MEMORY_CELLS.key();

  private GraphNames() {}

  /** The hidden layer of a head; the output layer has the task's name. */
  static String hidden(String task) {
    return task + "-hidden";
  }

  /** The shared representation made as wide as an item, by a head that reads both. */
  static String match(String task) {
    return task + "-match";
  }

  /** Its product with the item, value by value. */
  static String product(String task) {
    return task + "-product";
  }

  /** Representation, item, product and effects. */
  static String pair(String task) {
    return task + "-pair";
  }

  /** The row features that an interaction crosses. */
  static String features(String task) {
    return task + "-features";
  }

  /** What the item's attention reads of the history. */
  static String attended(String task) {
    return task + "-attended";
  }

  /** All fields that an interaction crosses, side by side. */
  static String fields(String task) {
    return task + "-fields";
  }

  /** What an interaction makes of the fields. */
  static String crossed(String task) {
    return task + "-crossed";
  }

  /** Its hidden layer, the effects and what is crossed. */
  static String wide(String task) {
    return task + "-wide";
  }

  /** What a next-item task subtracts from the scores of its contrast. */
  static String offsets(String task) {
    return task + "-offsets";
  }

  /** The task whose offsets an input is. */
  static Optional<String> taskOfOffsets(String input) {
    return input.endsWith("-offsets")
        ? Optional.of(input.substring(0, input.length() - "-offsets".length()))
        : Optional.empty();
  }

  /** A part of a head's output layers. */
  static String part(String task, String part) {
    return task + "-" + part;
  }

  /** Scores of a next-item task before its loss. */
  static String scores(String task) {
    return part(task, "scores");
  }

  /** A task's scores with what counting knows. */
  static String memory(String task) {
    return task + "-memory";
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
