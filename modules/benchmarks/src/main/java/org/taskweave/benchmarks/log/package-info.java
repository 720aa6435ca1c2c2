/** What a log of a given size takes from its file to a training: events a second, and memory. */
package org.taskweave.benchmarks.log;
