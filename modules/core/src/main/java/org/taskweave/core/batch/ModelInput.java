package org.taskweave.core.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The inputs that a model can have, each with its name in graphs and exported files, its shape, and
 * where a file without it takes it from. Which of them a model has follows from what it is built
 * of. Besides these, a next-item task has offsets of its own, which only training reads.
 */
public enum ModelInput {
  /** Ids of tokens; in a hierarchical model, rows of the catalog. */
  TOKEN_IDS("tokenIds", false, Axis.SEQUENCES, Axis.TOKENS),
  /** BERT's segments. */
  TOKEN_TYPE_IDS("tokenTypeIds", false, Axis.SEQUENCES, Axis.TOKENS),
  /** 1 for a real token, 0 for padding. */
  MASK("mask", true, Axis.SEQUENCES, Axis.TOKENS),
  /** Indices of the categorical channels' values. */
  CATEGORICAL_CHANNELS(
      "categoricalChannels", false, Axis.SEQUENCES, Axis.CATEGORICAL_CHANNELS, Axis.TOKENS),
  /** Values of the numeric channels. */
  NUMERIC_CHANNELS("numericChannels", true, Axis.SEQUENCES, Axis.TOKENS, Axis.NUMERIC_CHANNELS),
  /** Cells b * T + t of a hierarchical model whose states are read. */
  LABEL_ROWS("labelRows", false, Axis.ROWS),
  /** What is known of each row's user. */
  USER_FEATURES("userFeatures", true, Axis.ROWS, Axis.USER_FEATURES),
  /** Rows of the catalog that a batch needs; all of them in a file. */
  ITEM_ROWS("itemRows", false),
  /** The row of the catalog that each row is about. */
  CANDIDATE_ROWS("candidateRows", false, Axis.ROWS),
  /** The mask once more: DL4J counts the readers of an input that have a gradient. */
  EVENT_MASK("eventMask", MASK),
  /** The numeric channels once more. */
  EVENT_NUMBERS("eventNumbers", NUMERIC_CHANNELS),
  /** The item rows once more. */
  SCORED_ROWS("scoredRows", false),
  /** The token ids once more. */
  HISTORY("history", TOKEN_IDS),
  /** The cells at which queries' histories end. */
  HISTORY_CELLS("historyCells", LABEL_ROWS),
  /** Which events of its history each row's memory reads. */
  MEMORY_EVENTS("memoryEvents", false, Axis.ROWS, Axis.MEMORY_EVENTS),
  /** The item rows once more. */
  MEMORY_ROWS("memoryRows", false),
  /** The token ids once more. */
  MEMORY_HISTORY("memoryHistory", TOKEN_IDS),
  /** The label rows once more. */
  MEMORY_CELLS("memoryCells", LABEL_ROWS);

  /** What an input's axis counts. */
  public enum Axis {
    /** B. */
    SEQUENCES,
    /** T. */
    TOKENS,
    /** R: the label rows of a hierarchical model, else B. */
    ROWS,
    /** Q. */
    CATEGORICAL_CHANNELS,
    /** E. */
    NUMERIC_CHANNELS,
    /** F. */
    USER_FEATURES,
    /** Numbers that tell which events a memory reads. */
    MEMORY_EVENTS
  }

  private final String key;
  private final boolean real;

  // Never changed: made by List.of.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Axis> shape;

  private final Optional<ModelInput> source;

  ModelInput(String key, boolean real, Axis... shape) {
    this.key = key;
    this.real = real;
    this.shape = List.of(shape);
    this.source = Optional.empty();
  }

  ModelInput(String key, ModelInput source) {
    this.key = key;
    this.real = source.real;
    this.shape = source.shape;
    this.source = Optional.of(source);
  }

  /** Name of the input. */
  public String key() {
    return key;
  }

  /** Whether its values are real numbers; otherwise whole ones. */
  public boolean real() {
    return real;
  }

  /** Its axes in exported files; none for an input that they do not have. */
  public List<Axis> shape() {
    return shape;
  }

  /** The input whose values it has; empty for one of its own. */
  public Optional<ModelInput> source() {
    return source;
  }

  /** Whether an exported file has it. */
  public boolean inFiles() {
    return source.isEmpty() && !shape.isEmpty();
  }

  /** The input of that name; empty for a task's offsets, and for what is no input. */
  public static Optional<ModelInput> of(String key) {
    return Arrays.stream(values()).filter(input -> input.key.equals(key)).findFirst();
  }
}
