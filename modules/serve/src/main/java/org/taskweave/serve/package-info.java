/**
 * Answers over HTTP with a bundle or an export. {@link org.taskweave.serve.Server} puts it
 * together.
 */
package org.taskweave.serve;
