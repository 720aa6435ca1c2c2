package org.taskweave.core.batch;

/**
 * The labels of one task for a batch, and which of them are known.
 *
 * <table>
 *   <caption>Shapes by kind of task</caption>
 *   <tr><th>kind</th><th>values</th><th>mask</th></tr>
 *   <tr><td>binary</td><td>[B] 0 or 1</td><td>[B]</td></tr>
 *   <tr><td>multiclass</td><td>[B] class index</td><td>[B]</td></tr>
 *   <tr><td>multilabel</td><td>[B,C] 0 or 1</td><td>[B]</td></tr>
 *   <tr><td>regression</td><td>[B]</td><td>[B]</td></tr>
 *   <tr><td>token tagging</td><td>[B,T] class index</td><td>[B,T]</td></tr>
 * </table>
 *
 * @param mask 1 where the label is known, 0 where it is missing (the value is then ignored); in
 *     training it may be another number above 0, the label's weight in the loss
 */
public record TaskLabels(float[] values, float[] mask) {}
