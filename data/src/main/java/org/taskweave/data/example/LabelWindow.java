package org.taskweave.data.example;

import java.util.List;
import org.taskweave.data.event.BehaviorEvent;

/**
 * The events that labels may look at.
 *
 * @param events after the cut, oldest first
 * @param isComplete whether these are all there will ever be
 * @param cutMillis where it begins
 * @param seenMillis where what is seen of it ends, exclusive: its horizon, or the end of the log or
 *     the split if that is sooner
 */
record LabelWindow(
    List<BehaviorEvent> events, boolean isComplete, long cutMillis, long seenMillis) {

  /** A window that its events make, not times. */
  LabelWindow(List<BehaviorEvent> events, boolean isComplete) {
    this(events, isComplete, 0, 0);
  }

  /** Events that say all there is to say. */
  static LabelWindow closed(List<BehaviorEvent> events) {
    return new LabelWindow(events, true);
  }
}
