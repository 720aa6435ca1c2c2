/**
 * Kernels in Java for what ND4J's natives do slowly or in too many passes over memory: layer norm
 * with bias and residual, GELU with its derivative, attention without copies of heads, AdamW of
 * single rows.
 *
 * <p>They work on the native memory of single-precision arrays on the CPU. Rows are copied into
 * small heap arrays that stay in the cache, computed by loops that the JIT compiler turns into SIMD
 * instructions, and copied back; {@link org.taskweave.engine.kernel.Workers} spreads rows over
 * threads. What a row gives never depends on the number of threads, and sums over rows are made of
 * parts of fixed size in fixed order, so that results repeat bit for bit.
 */
package org.taskweave.engine.kernel;
