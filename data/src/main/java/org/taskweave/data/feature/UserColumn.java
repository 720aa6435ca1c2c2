package org.taskweave.data.feature;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.taskweave.core.recipe.FeaturesRecipe.UserFeature;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.history.HistoryStatistics;

/** What training learned of one user feature, and the columns it becomes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = UserColumn.Numeric.class, name = "number"),
  @JsonSubTypes.Type(value = UserColumn.OneHot.class, name = "class")
})
sealed interface UserColumn {

  /** A class needs that many training examples for a column of its own. */
  int FEWEST_EXAMPLES = 20;

  /** Names of the columns. */
  List<String> names(String feature);

  /** Writes the columns of a history. */
  void write(
      HistoryStatistic statistic,
      List<BehaviorEvent> history,
      long cutMillis,
      float[] into,
      int offset);

  /** Learns from training examples. */
  static UserColumn fit(UserFeature feature, List<Example> examples) {
    if (feature.statistic() instanceof HistoryStatistic.LastClass lastClass) {
      Map<String, Integer> counts = new TreeMap<>();
      for (Example example : examples) {
        HistoryStatistics.lastClass(lastClass, example.history())
            .ifPresent(name -> counts.merge(name, 1, Integer::sum));
      }
      return new OneHot(
          counts.entrySet().stream()
              .filter(entry -> entry.getValue() >= FEWEST_EXAMPLES)
              .map(Map.Entry::getKey)
              .toList());
    }
    double[] values = new double[examples.size()];
    boolean missing = false;
    for (int i = 0; i < values.length; i++) {
      Example example = examples.get(i);
      values[i] =
          HistoryStatistics.value(feature.statistic(), example.history(), example.cutMillis());
      missing |= Double.isNaN(values[i]);
    }
    return new Numeric(Standardised.of(values, feature.log1p()), missing);
  }

  /**
   * A standardised number.
   *
   * @param missing whether training saw it undefined: then a second column says so
   */
  record Numeric(Standardised scale, boolean missing) implements UserColumn {
    @Override
    public List<String> names(String feature) {
      return missing ? List.of(feature, feature + " missing") : List.of(feature);
    }

    @Override
    public void write(
        HistoryStatistic statistic,
        List<BehaviorEvent> history,
        long cutMillis,
        float[] into,
        int offset) {
      double value = HistoryStatistics.value(statistic, history, cutMillis);
      into[offset] = scale.of(value);
      if (missing) {
        into[offset + 1] = Double.isNaN(value) ? 1 : 0;
      }
    }
  }

  /** One column per class, and one for all others. */
  record OneHot(List<String> classes) implements UserColumn {
    public OneHot {
      classes = List.copyOf(classes);
    }

    @Override
    public List<String> names(String feature) {
      List<String> names = new ArrayList<>();
      classes.forEach(name -> names.add(feature + " " + name));
      names.add(feature + " other");
      return names;
    }

    @Override
    public void write(
        HistoryStatistic statistic,
        List<BehaviorEvent> history,
        long cutMillis,
        float[] into,
        int offset) {
      Optional<String> name =
          HistoryStatistics.lastClass((HistoryStatistic.LastClass) statistic, history);
      int index = name.map(classes::indexOf).orElse(-1);
      into[offset + (index < 0 ? classes.size() : index)] = 1;
    }
  }
}
