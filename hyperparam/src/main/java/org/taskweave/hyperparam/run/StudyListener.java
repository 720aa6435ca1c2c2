package org.taskweave.hyperparam.run;

import org.taskweave.hyperparam.trial.Measurement;
import org.taskweave.hyperparam.trial.Trial;

/** Told about the progress of a study; every method may be left as it is, and any thread calls. */
public interface StudyListener {

  /** Listens to nothing. */
  StudyListener NONE = new StudyListener() {};

  /** A stage begins, in words for a person. */
  default void stage(String what) {}

  /** A trial begins. */
  default void trialStarted(Trial trial) {}

  /** A trial's epoch was measured on the dev split. */
  default void epochDone(int trial, int repeat, Measurement measurement) {}

  /** A trial ended. */
  default void trialEnded(Trial trial) {}
}
