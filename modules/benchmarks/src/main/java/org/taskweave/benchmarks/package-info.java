/**
 * Timings: the engine beside PyTorch on the same work, kernel profiles, and JMH benchmarks. Run by
 * {@code modules/benchmarks/bench}; nothing of it is part of a test.
 */
package org.taskweave.benchmarks;
