package org.taskweave.engine.plan;

/**
 * Replaces one operation of a graph by kernels that are faster here, with the same result. SameDiff
 * re-creates operations by name when it differentiates, so its own operations cannot be subclassed;
 * a plan can run other kernels in their place.
 */
interface Lowering {

  /** Name of the operation. */
  String operation();

  /** Emits the kernels and returns true, or emits nothing and returns false. */
  boolean lower(KernelEmitter emitter);
}
