package org.taskweave.data.log;

/**
 * A parsed row that makes no event.
 *
 * @param file empty when a select dropped the row's origin
 * @param row number among the file's parsed rows, or of the select's result, from 1
 * @param content the mapped columns and their values
 */
record BadRow(String file, long row, String reason, String content) {}
