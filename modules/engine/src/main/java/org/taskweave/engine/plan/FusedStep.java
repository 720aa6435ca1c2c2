package org.taskweave.engine.plan;

/** A call of a kernel of our own. */
record FusedStep(Runnable kernel, String description) implements PlanStep {

  @Override
  public void run() {
    kernel.run();
  }

  @Override
  public void close() {}
}
