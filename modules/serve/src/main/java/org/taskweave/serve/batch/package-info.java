/**
 * Requests that wait at the same time are scored together. A request's thread calls an ordinary
 * {@link org.taskweave.core.batch.BatchScorer}; behind it one thread takes what waits, joins
 * batches of the same length and hands each caller its own rows.
 */
package org.taskweave.serve.batch;
