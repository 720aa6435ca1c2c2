/** JMH benchmarks of the parts; run by {@code modules/benchmarks/bench jmh}. */
package org.taskweave.benchmarks.jmh;
