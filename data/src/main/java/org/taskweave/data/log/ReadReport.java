package org.taskweave.data.log;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a read found.
 *
 * @param rowsRead rows of the files, or of the select's result, and pieces of files that are no
 *     rows
 * @param eventsKept what is left of them
 * @param badRowsByReason rows that make no event
 * @param duplicatesDropped events equal to an earlier one, when the recipe drops those
 * @param repeatEventsDropped events of a user with an item seen before, when the recipe keeps the
 *     first
 * @param core what the recipe's k-core removed
 * @param sha256 of the events kept and of the tables beside them, whatever their order; in
 *     hexadecimal. Empty where they were not all held at once
 * @param quarantineFile where the bad rows are; empty when there are none
 * @param tables what was found of the tables beside the log
 */
public record ReadReport(
    List<FileRows> files,
    long rowsRead,
    long eventsKept,
    SortedMap<String, Long> badRowsByReason,
    long duplicatesDropped,
    long repeatEventsDropped,
    CoreRemoval core,
    String sha256,
    Optional<Path> quarantineFile,
    List<TableReport> tables) {

  public ReadReport {
    files = List.copyOf(files);
    tables = List.copyOf(tables);
    badRowsByReason = Collections.unmodifiableSortedMap(new TreeMap<>(badRowsByReason));
  }

  /**
   * One file.
   *
   * @param rows parsed, before any select
   * @param rejected pieces that are no rows
   */
  public record FileRows(String name, long rows, long rejected) {}

  /**
   * What a k-core removed.
   *
   * @param rounds of removal; 0 if nothing was removed
   */
  public record CoreRemoval(long events, int users, int items, int rounds) {}

  /** How many rows make no event. */
  public long badRows() {
    return badRowsByReason.values().stream().mapToLong(Long::longValue).sum();
  }

  /** For people: files, rows and what became of them. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (FileRows file : files) {
      text.append(file.name()).append(": ").append(file.rows()).append(" rows");
      if (file.rejected() > 0) {
        text.append(", ").append(file.rejected()).append(" rejected");
      }
      text.append('\n');
    }
    text.append(rowsRead).append(" rows read, ").append(eventsKept).append(" events kept, ");
    text.append(badRows()).append(" bad");
    if (!badRowsByReason.isEmpty()) {
      text.append(' ').append(badRowsByReason);
    }
    text.append(", ").append(duplicatesDropped).append(" duplicates dropped");
    if (repeatEventsDropped > 0) {
      text.append(", ").append(repeatEventsDropped).append(" repeated events dropped");
    }
    if (core.rounds() > 0) {
      text.append("\ncore: ").append(core.users()).append(" users, ").append(core.items());
      text.append(" items and ").append(core.events()).append(" events removed in ");
      text.append(core.rounds()).append(core.rounds() == 1 ? " round" : " rounds");
    }
    quarantineFile.ifPresent(file -> text.append("\nbad rows are in ").append(file));
    tables.forEach(table -> text.append('\n').append(table));
    if (!sha256.isEmpty()) {
      text.append("\nsha256 of the events ").append(tables.isEmpty() ? "" : "and tables ");
      text.append(sha256);
    }
    return text.toString();
  }
}
