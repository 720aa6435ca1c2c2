package org.taskweave.data.example;

import java.util.List;
import org.taskweave.data.event.BehaviorEvent;

/**
 * The events that labels may look at.
 *
 * @param events after the cut, oldest first
 * @param isComplete whether these are all there will ever be
 */
record LabelWindow(List<BehaviorEvent> events, boolean isComplete) {}
