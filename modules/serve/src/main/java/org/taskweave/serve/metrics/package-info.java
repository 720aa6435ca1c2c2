/**
 * What a server tells of itself in Prometheus' text format, and how far what it sees has drifted
 * from the training split.
 */
package org.taskweave.serve.metrics;
