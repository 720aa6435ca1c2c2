/**
 * Architectures and ways of balancing on tasks whose conflict is controlled, after Ma et al. 2018.
 */
package org.taskweave.benchmarks.conflict;
