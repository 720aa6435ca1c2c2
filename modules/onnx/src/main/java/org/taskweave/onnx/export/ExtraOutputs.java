package org.taskweave.onnx.export;

/**
 * Outputs of a file besides each task's scores.
 *
 * @param logits "TASK.logits": what a task's last activation is applied to
 * @param values "TASK.value" of regression tasks: the prediction in the label's unit
 * @param pooled "pooled": the sequence's vector [B,H]
 */
public record ExtraOutputs(boolean logits, boolean values, boolean pooled) {

  /** Scores alone. */
  public static final ExtraOutputs NONE = new ExtraOutputs(false, false, false);
}
