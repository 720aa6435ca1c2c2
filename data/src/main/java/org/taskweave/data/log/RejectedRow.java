package org.taskweave.data.log;

/**
 * A piece of a file that is no row.
 *
 * @param place where it begins: the byte (from 0) in CSV, or a line end before it, the non-blank
 *     line (from 1) in JSON lines
 */
record RejectedRow(long place, String reason, String text) {

  /**
   * The reason of which one piece may hold many lines: a quote that is not closed swallows them.
   */
  static final String BROKEN_QUOTES = "broken quotes";
}
