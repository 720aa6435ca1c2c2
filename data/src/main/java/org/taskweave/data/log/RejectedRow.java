package org.taskweave.data.log;

/**
 * A piece of a file that is no row.
 *
 * @param place where it begins: the byte (from 0) in CSV, the non-blank line (from 1) in JSON lines
 */
record RejectedRow(long place, String reason, String text) {}
