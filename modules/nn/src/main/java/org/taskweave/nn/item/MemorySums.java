package org.taskweave.nn.item;

import java.util.Arrays;

/**
 * What the events of a row say for the U scored items, channel by channel, and the other way round
 * the gradient of the events' weights. One object for one thread.
 */
final class MemorySums {

  private final int[] positionOfItem;
  private final int scored;
  private final int channels;

  /** [U,J]: what is read of an item lies together. */
  private final double[] sums;

  private final int[] touched;
  private final boolean[] isTouched;
  private int count;

  /**
   * Sums of a batch.
   *
   * @param channels C
   * @param positionOfItem [N] places among the scored items, -1 for an item that is not scored
   * @param scored U
   */
  MemorySums(int channels, int[] positionOfItem, int scored) {
    this.positionOfItem = positionOfItem;
    this.scored = scored;
    this.channels = channels;
    this.sums = new double[scored * channels];
    this.touched = new int[scored];
    this.isTouched = new boolean[scored];
  }

  /**
   * Reads a row.
   *
   * @param tables [J]
   * @param weights [C * ages] of events by channel and age
   * @param events {@link MemoryWindow} rows, this one's from {@code at}
   */
  void read(MemoryTable[] tables, double[] weights, int[] events, int at) {
    for (int i = 0; i < count; i++) {
      isTouched[touched[i]] = false;
      int from = touched[i] * channels;
      Arrays.fill(sums, from, from + channels, 0);
    }
    count = 0;
    for (int k = 0; k < tables.length; k++) {
      MemoryTable table = tables[k];
      for (int e = 0; e < MemoryWindow.EVENTS; e++) {
        int item = events[at + MemoryWindow.ITEMS + e];
        if (item >= table.items()) {
          break;
        }
        int age = events[at + MemoryWindow.FIRST_AGE + e];
        if (!MemoryWindow.reads(table.width(), age)) {
          continue;
        }
        double weight = weights[k * MemoryWindow.AGES + age];
        int end = (item + 1) * table.width();
        for (int q = item * table.width(); q < end; q++) {
          int column = table.columns()[q];
          if (column == MemoryTable.NONE) {
            break;
          }
          int position = positionOfItem[column];
          if (position >= 0) {
            sums[position * channels + k] += weight * table.values()[q];
            if (!isTouched[position]) {
              isTouched[position] = true;
              touched[count++] = position;
            }
          }
        }
      }
    }
  }

  /** How many items the row's events speak for. */
  int count() {
    return count;
  }

  /** One of them, as a place among the scored items. */
  int touched(int index) {
    return touched[index];
  }

  /** What a channel says for an item; below 0 counts as 0. */
  double sum(int channel, int position) {
    return Math.max(0, sums[position * channels + channel]);
  }

  /** Puts a gradient in the place of a sum, for {@link #addTo}. */
  void putGradient(int channel, int position, double gradient) {
    int at = position * channels + channel;
    sums[at] = sums[at] > 0 ? gradient : 0;
  }

  /** Adds the gradient of the events' weights, of gradients that stand in the place of sums. */
  void addTo(double[] atWeights, MemoryTable[] tables, int[] events, int at) {
    for (int k = 0; k < tables.length; k++) {
      MemoryTable table = tables[k];
      for (int e = 0; e < MemoryWindow.EVENTS; e++) {
        int item = events[at + MemoryWindow.ITEMS + e];
        if (item >= table.items()) {
          break;
        }
        int age = events[at + MemoryWindow.FIRST_AGE + e];
        if (!MemoryWindow.reads(table.width(), age)) {
          continue;
        }
        double sum = 0;
        int end = (item + 1) * table.width();
        for (int q = item * table.width(); q < end; q++) {
          int column = table.columns()[q];
          if (column == MemoryTable.NONE) {
            break;
          }
          int position = positionOfItem[column];
          sum += position < 0 ? 0 : sums[position * channels + k] * table.values()[q];
        }
        atWeights[k * MemoryWindow.AGES + age] += sum;
      }
    }
  }

  /** U. */
  int scored() {
    return scored;
  }
}
