/**
 * The Open Inference Protocol ({@code /v2}, REST) for the tensors that a model reads and gives, so
 * that its clients can ask without a word of this project. What comes is checked against names,
 * types, shapes and ranges before an engine sees it.
 */
package org.taskweave.serve.inference;
