package org.taskweave.core.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.taskweave.core.Suggestion;

/** A list of numbers written as a map from the names of a sibling list; see {@link NamedBy}. */
final class NamedNumbers {
  private final ScalarBinder scalars;
  private final LocatedProblems problems;

  NamedNumbers(ScalarBinder scalars, LocatedProblems problems) {
    this.scalars = scalars;
    this.problems = problems;
  }

  /** The numbers in the sibling's order, 1 where the map names none; null after a problem. */
  Object bind(ConfigNode.Mapping numbers, String path, ConfigNode.Mapping parent, String sibling) {
    List<String> names = new ArrayList<>();
    if (parent.entries().get(sibling) instanceof ConfigNode.Sequence) {
      for (ConfigNode name : ((ConfigNode.Sequence) parent.entries().get(sibling)).elements()) {
        names.add(name instanceof ConfigNode.Scalar scalar ? scalar.text() : "");
      }
    }
    Double[] values = new Double[names.size()];
    Arrays.fill(values, 1.0);
    boolean good = true;
    for (Map.Entry<String, ConfigNode> entry : numbers.entries().entrySet()) {
      String entryPath = ConfigPath.append(path, entry.getKey());
      int index = names.indexOf(entry.getKey());
      Object value = scalars.bind(double.class, entry.getValue(), entryPath);
      if (index < 0) {
        problems.add(
            entry.getValue().position(),
            entryPath,
            names.isEmpty()
                ? "has no meaning without \"" + sibling + "\": list the names there"
                : "is not in \"" + sibling + "\"; " + Suggestion.forMessage(entry.getKey(), names));
      } else {
        values[index] = (Double) value;
      }
      good &= index >= 0 && value != null;
    }
    return good ? List.of(values) : null;
  }
}
