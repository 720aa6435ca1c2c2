/** Click and purchase of shown items on a generated log whose true probabilities are known. */
package org.taskweave.benchmarks.impressions;
