package org.taskweave.data.text;

/**
 * Text of an event.
 *
 * @param itemStart where the item's text starts in it, -1 if it has none
 * @param itemEnd where it ends, exclusive
 */
record RenderedEvent(String text, int itemStart, int itemEnd) {}
