package org.taskweave.benchmarks.conflict;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The outcomes of a comparison as text: for each measure mean and standard error over the seeds,
 * and the paired difference to the first contender with its 95 % t-interval (of one comparison, not
 * of all together) and the seeds on which it is less; then rates and single values.
 */
final class ConflictTable {

  private ConflictTable() {}

  static String of(String title, List<String> measures, List<Outcome> outcomes) {
    StringBuilder text = new StringBuilder(title).append('\n');
    Outcome first = outcomes.get(0);
    for (int i = 0; i < measures.size(); i++) {
      text.append(
          line(
              "%n%-22s %9s %7s   minus %s: mean and 95 %% interval, seeds where less%n",
              measures.get(i), "mean", "s.e.", first.name()));
      for (Outcome outcome : outcomes) {
        Sample sample = new Sample(outcome.measure(i));
        text.append(
            line("%-22s %9.4f %7.4f", outcome.name(), sample.mean(), sample.standardError()));
        if (outcome != first) {
          Sample difference = new Sample(outcome.minus(first, i));
          text.append(
              line(
                  "   %+9.4f  [%+.4f, %+.4f]  %d/%d",
                  difference.mean(),
                  difference.mean() - difference.halfInterval(),
                  difference.mean() + difference.halfInterval(),
                  difference.negatives(),
                  difference.values().length));
        }
        text.append('\n');
      }
    }
    text.append(line("%nrate chosen, and the mean on the tuning seeds at each rate%n"));
    for (Outcome outcome : outcomes) {
      text.append(line("%-22s %s  of", outcome.name(), outcome.rate()));
      for (int i = 0; i < outcome.tuned().length; i++) {
        text.append(line(" %s: %.4f", outcome.rates().get(i), outcome.tuned()[i]));
      }
      text.append('\n');
    }
    text.append(line("%n%s by seed%n", measures.get(0)));
    for (Outcome outcome : outcomes) {
      text.append(
          line(
              "%-22s %s%n",
              outcome.name(),
              Arrays.stream(outcome.measure(0))
                  .mapToObj(value -> line("%.4f", value))
                  .collect(Collectors.joining(" "))));
    }
    return text.toString();
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
