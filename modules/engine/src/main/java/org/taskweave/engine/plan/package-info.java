/**
 * The engine: a SameDiff graph, with its gradient graph where asked, run as a static plan.
 *
 * <p>SameDiff's own sessions walk the graph anew on each call, allocate every result and infer
 * every shape; its vertex inside a ComputationGraph doubles gradients. An {@link
 * org.taskweave.engine.plan.ExecutionPlan} fixes the order of operations, all shapes, one buffer
 * per result and one native context per operation once for given input shapes, and then only calls
 * the kernels. Buffers come from a {@link org.taskweave.engine.plan.BufferPool} that all plans of a
 * model share, since only one of them runs at a time.
 */
package org.taskweave.engine.plan;
