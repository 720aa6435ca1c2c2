package org.taskweave.core.metric;

/** Whether items of the history can be recommended again. */
public enum SeenItems {
  KEEP,
  FILTER
}
