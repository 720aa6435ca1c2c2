package org.taskweave.core.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many labels lay in the regions that were predicted for them.
 *
 * @param asked coverage that the regions are made for
 * @param covered share of the labels that lay in theirs; NaN without labels
 * @param size mean width of intervals, or mean number of classes of sets
 */
public record Coverage(String task, double asked, double covered, double size, int labels) {

  /** One line for each. */
  public static String text(List<Coverage> all) {
    List<String> lines = new ArrayList<>();
    for (Coverage one : all) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s: asked for %.3f, covered %.3f of %,d labels, mean size %.3f",
              one.task,
              one.asked,
              one.covered,
              one.labels,
              one.size));
    }
    return String.join("\n", lines);
  }
}
