package org.taskweave.data.feature;

import java.util.List;
import java.util.OptionalLong;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;

/** Numbers that an example carries besides its text. */
public interface ExampleFeatures {

  /** The tasks with their classes resolved, in the recipe's order. */
  List<TaskSpec> tasks();

  /** Names and sizes of the token channels. */
  TokenChannels channels();

  /**
   * Indices of an event's tokens in the categorical channels [Q] of a flat sequence; never 0, which
   * is for special tokens and padding.
   *
   * @param rankFromNewest 1 for the newest event of the history
   */
  int[] categoricalChannels(BehaviorEvent event, int rankFromNewest, long cutMillis);

  /**
   * Index of an event in the categorical channels [Q] of a hierarchical sequence; never 0.
   *
   * @param previousMillis time of the event before it; empty for the first one
   */
  int[] categoricalChannels(BehaviorEvent event, OptionalLong previousMillis);

  /** Values of an event's tokens in the numeric channels [E]. */
  float[] numericChannels(BehaviorEvent event);

  /** F. */
  int userFeatureCount();

  /**
   * Features of an example's user at its cut [F], from its history; at the end those of its target,
   * where the recipe has effects.
   */
  float[] userFeatures(Example example);

  /**
   * How a regression task's labels are standardised; mean 0 and deviation 1 for other kinds.
   *
   * @param task position in the task list
   */
  LabelScale labelScale(int task);
}
