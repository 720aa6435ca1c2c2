package org.taskweave.engine.plan;

/** One kernel call with everything it needs bound. */
interface PlanStep extends AutoCloseable {

  void run();

  /** Operation and shapes. */
  String description();

  @Override
  void close();
}
