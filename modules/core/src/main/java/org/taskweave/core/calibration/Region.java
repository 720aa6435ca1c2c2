package org.taskweave.core.calibration;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Where a label lies with a given probability. */
public sealed interface Region {

  /** Whether a label, as metrics read it, lies in it. */
  boolean contains(double label);

  /** How large it is: the width of an interval, the number of classes of a set. */
  double size();

  /** As {@link org.taskweave.core.task.TaskPrediction#columns}. */
  Map<String, Object> columns();

  /** An interval with its ends. */
  record Interval(double low, double high) implements Region {
    @Override
    public boolean contains(double label) {
      return low <= label && label <= high;
    }

    @Override
    public double size() {
      return high - low;
    }

    @Override
    public Map<String, Object> columns() {
      Map<String, Object> columns = new LinkedHashMap<>();
      columns.put("_low", low);
      columns.put("_high", high);
      return columns;
    }
  }

  /**
   * Some of the classes.
   *
   * @param indices of them, ascending
   * @param names of them, in the same order
   */
  record Classes(List<Integer> indices, List<String> names) implements Region {
    public Classes {
      indices = List.copyOf(indices);
      names = List.copyOf(names);
    }

    @Override
    public boolean contains(double label) {
      return indices.contains((int) label);
    }

    @Override
    public double size() {
      return indices.size();
    }

    @Override
    public Map<String, Object> columns() {
      return Map.of("_classes", new LinkedHashSet<>(names));
    }
  }
}
