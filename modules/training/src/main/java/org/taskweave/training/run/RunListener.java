package org.taskweave.training.run;

import java.util.Map;
import org.taskweave.data.example.ExampleSummary;
import org.taskweave.data.log.ReadReport;
import org.taskweave.training.fit.TrainerListener;

/** Told about the stages of a run; every method may be left as it is. */
public interface RunListener extends TrainerListener {

  /** Listens to nothing. */
  RunListener NONE = new RunListener() {};

  /** A stage begins, in words for a person. */
  default void stage(String what) {}

  @Override
  default void precisionChosen(String why) {
    stage(why);
  }

  /** A stage that takes long went on by one of so many parts; the last call has done = total. */
  default void stageProgress(String what, int done, int total) {}

  /** The log was read. */
  default void logRead(ReadReport report) {}

  /** Examples were cut and their labels read. */
  default void examplesCut(ExampleSummary summary) {}

  /**
   * Examples became numbers.
   *
   * @param counts labels of dev and test that are missing because the training split has no such
   *     class, by "task: class"; empty if there are none
   */
  default void unknownClasses(Map<String, Integer> counts) {}

  /** The first epoch's batches were made: the share of their cells that is padding. */
  default void padding(double share) {}
}
