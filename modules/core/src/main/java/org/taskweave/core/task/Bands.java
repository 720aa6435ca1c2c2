package org.taskweave.core.task;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of the classes that ascending edges make of a number. Edges 1 and 2.5 give "below 1", "1 to
 * 2.5" and "2.5 and up"; a number on an edge belongs to the upper class. Without edges the number
 * itself is the name. Labels and statistics of the history share these names.
 */
public final class Bands {

  private Bands() {}

  /** The class of a number. */
  public static String className(double value, List<Double> edges) {
    if (edges.isEmpty()) {
      return numberName(value);
    }
    return classNames(edges).get(index(value, edges));
  }

  /** The band of a number, 0 for the lowest. */
  public static int index(double value, List<Double> edges) {
    int band = 0;
    while (band < edges.size() && value >= edges.get(band)) {
      band++;
    }
    return band;
  }

  /** All classes, from the lowest to the highest; empty without edges. */
  public static List<String> classNames(List<Double> edges) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      String edge = numberName(edges.get(i));
      names.add(i == 0 ? "below " + edge : numberName(edges.get(i - 1)) + " to " + edge);
    }
    if (!edges.isEmpty()) {
      names.add(numberName(edges.get(edges.size() - 1)) + " and up");
    }
    return names;
  }

  /** A whole number without its ".0". */
  static String numberName(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
