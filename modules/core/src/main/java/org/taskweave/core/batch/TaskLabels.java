package org.taskweave.core.batch;

/**
 * The labels of one task for a batch, and which of them are known; R rows as in {@link
 * SequenceInput}.
 *
 * <table>
 *   <caption>Shapes by kind of task</caption>
 *   <tr><th>kind</th><th>values</th><th>mask</th></tr>
 *   <tr><td>binary</td><td>[R] 0 or 1</td><td>[R]</td></tr>
 *   <tr><td>multiclass</td><td>[R] class index</td><td>[R]</td></tr>
 *   <tr><td>multilabel</td><td>[R,C] 0 or 1</td><td>[R]</td></tr>
 *   <tr><td>regression</td><td>[R]</td><td>[R]</td></tr>
 *   <tr><td>next item</td><td>[R] row of the catalog</td><td>[R]</td></tr>
 *   <tr><td>token tagging</td><td>[B,T] class index</td><td>[B,T]</td></tr>
 * </table>
 *
 * @param mask 1 where the label is known, 0 where it is missing (the value is then ignored); in
 *     training it may be another number above 0, the label's weight in the loss
 */
public record TaskLabels(float[] values, float[] mask) {}
