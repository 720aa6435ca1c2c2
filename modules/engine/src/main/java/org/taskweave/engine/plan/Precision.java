package org.taskweave.engine.plan;

/** In which numbers the linear layers of a plan multiply; everything else is in its arrays' own. */
public enum Precision {
  /** In that of the arrays. */
  FLOAT32,

  /**
   * Operands and results in bfloat16 (eight bits of significand), sums of products in single
   * precision; parameters, their gradients and all states stay as they are.
   */
  BFLOAT16
}
