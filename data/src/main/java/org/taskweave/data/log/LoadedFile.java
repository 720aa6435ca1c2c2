package org.taskweave.data.log;

import java.util.List;

/**
 * A file whose rows are in the database.
 *
 * @param rows that could be parsed
 * @param rejected those that could not
 * @param dialect of a CSV file
 */
record LoadedFile(LogFile file, long rows, List<RejectedRow> rejected, CsvDialect dialect) {
  LoadedFile {
    rejected = List.copyOf(rejected);
  }
}
