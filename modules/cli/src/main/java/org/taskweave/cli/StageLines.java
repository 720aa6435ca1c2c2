package org.taskweave.cli;

import java.io.PrintWriter;
import org.taskweave.training.run.RunListener;

/** Stages of many trainings, a line each, without the trainings' own progress. */
record StageLines(PrintWriter out) implements RunListener {

  @Override
  public void stage(String what) {
    out.println("... " + what);
    out.flush();
  }
}
