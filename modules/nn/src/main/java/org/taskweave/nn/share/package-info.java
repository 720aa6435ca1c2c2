/**
 * What lies between the shared representation and the heads: one small class per architecture.
 *
 * <p>An {@link org.taskweave.nn.share.Architecture} adds vertices on top of one vertex, the shared
 * representation x [B,H], and says what each task's head reads. It uses DL4J's own layers and
 * vertices, and a few of its own for what DL4J lacks: {@link
 * org.taskweave.engine.vertex.RowFunctionVertex} without and {@link
 * org.taskweave.engine.vertex.LearnedVertex} with parameters, both plain functions of rows and
 * their gradients.
 *
 * <p>A domain comes as one-hot columns [B,D] of the user features, the last of them for all domains
 * that training saw too seldom or never. Whatever belongs to a domain alone starts at zero and
 * means a deviation from what all domains share, so that a domain without training examples is
 * predicted by the shared weights.
 */
package org.taskweave.nn.share;
