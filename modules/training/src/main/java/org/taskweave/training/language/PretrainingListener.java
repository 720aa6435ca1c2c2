package org.taskweave.training.language;

import org.taskweave.training.run.RunListener;

/** Told about the stages of a pretraining; every method may be left as it is. */
public interface PretrainingListener extends RunListener {

  /** Listens to nothing. */
  PretrainingListener SILENT = new PretrainingListener() {};

  /** An epoch's steps are done and its held-out loss is known. */
  default void epochGuessed(PretrainingReport.Epoch epoch, boolean best) {}
}
