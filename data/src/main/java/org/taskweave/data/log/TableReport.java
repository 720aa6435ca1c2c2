package org.taskweave.data.log;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a read of a table beside the log found.
 *
 * @param table "items" or "users"
 * @param rowsRead rows of the files, or of the select's result, and pieces of files that are no
 *     rows
 * @param rowsKept what is left of them
 * @param ids how many there are
 * @param badRowsByReason rows that say nothing that can be used
 * @param quarantineFile where the bad rows are; empty when there are none
 * @param idsOfLog how many ids the log's events have; 0 where the log was not asked
 * @param unknownIds how many of them the table does not know
 */
public record TableReport(
    String table,
    List<ReadReport.FileRows> files,
    long rowsRead,
    long rowsKept,
    long ids,
    SortedMap<String, Long> badRowsByReason,
    Optional<Path> quarantineFile,
    long idsOfLog,
    long unknownIds) {

  public TableReport {
    files = List.copyOf(files);
    badRowsByReason = Collections.unmodifiableSortedMap(new TreeMap<>(badRowsByReason));
  }

  /** For people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (ReadReport.FileRows file : files) {
      text.append(file.name()).append(": ").append(file.rows()).append(" rows");
      if (file.rejected() > 0) {
        text.append(", ").append(file.rejected()).append(" rejected");
      }
      text.append('\n');
    }
    text.append("table of ").append(table).append(": ").append(rowsRead).append(" rows read, ");
    text.append(rowsKept).append(" kept of ").append(ids).append(' ').append(table).append(", ");
    text.append(badRowsByReason.values().stream().mapToLong(Long::longValue).sum()).append(" bad");
    if (!badRowsByReason.isEmpty()) {
      text.append(' ').append(badRowsByReason);
    }
    quarantineFile.ifPresent(file -> text.append("\nbad rows are in ").append(file));
    if (idsOfLog == 0) {
      return text.toString();
    }
    long never = ids - (idsOfLog - unknownIds);
    text.append('\n').append(unknownIds).append(" of the log's ").append(idsOfLog);
    text.append(' ').append(table).append(" are not in the table, ").append(never);
    return text.append(" of the table never occur in the log").toString();
  }
}
