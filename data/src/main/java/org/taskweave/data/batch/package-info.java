/** Encoded examples, and padded batches of similar length. */
package org.taskweave.data.batch;
