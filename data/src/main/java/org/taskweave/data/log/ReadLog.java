package org.taskweave.data.log;

import java.util.List;
import org.taskweave.data.event.BehaviorEvent;

/** The events of a log, in the order of its rows, and what the read found. */
public record ReadLog(List<BehaviorEvent> events, ReadReport report) {
  public ReadLog {
    events = List.copyOf(events);
  }
}
