/**
 * SameDiff graphs as ONNX nodes: a table of small mappers, one per operation, and the walk that
 * uses it. To teach the exporter an operation, write an {@link OperationMapper}, put it under the
 * operation's name into the table and add a line to the test of all mappers.
 */
package org.taskweave.onnx.samediff;
