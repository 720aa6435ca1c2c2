package org.taskweave.data.log;

import java.util.List;

/**
 * A file whose rows are in the database.
 *
 * @param rows that could be parsed
 * @param rejected those that could not
 * @param delimiter of a CSV file
 */
record LoadedFile(LogFile file, long rows, List<RejectedRow> rejected, char delimiter) {
  LoadedFile {
    rejected = List.copyOf(rejected);
  }
}
