package org.taskweave.data.log;

import java.util.List;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.side.SideTables;

/** The events of a log, in the order of its rows, the tables beside it, and what the read found. */
public record ReadLog(List<BehaviorEvent> events, SideTables tables, ReadReport report) {
  public ReadLog {
    events = List.copyOf(events);
  }
}
