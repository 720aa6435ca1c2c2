package org.taskweave.data.log;

import java.util.List;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.side.SideTables;

/**
 * Some users of a log, all rows of theirs, and what there is beside them.
 *
 * @param rows of the whole log
 * @param rowsRead of these users
 * @param badRows of those read
 * @param heapBytes that the events of the whole log would take, estimated
 * @param loadSeconds that the database took for all rows
 */
public record SomeUsers(
    List<BehaviorEvent> events,
    SideTables tables,
    long rows,
    long rowsRead,
    long badRows,
    long heapBytes,
    double loadSeconds) {

  public SomeUsers {
    events = List.copyOf(events);
  }

  /** Rows read of all rows, above 0. */
  public double share() {
    return rowsRead / (double) rows;
  }
}
