package org.taskweave.benchmarks.conflict;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * The outcomes of a comparison as text: for each measure mean and standard error over the seeds,
 * and the paired difference to the first contender with its 95 % t-interval (of one comparison, not
 * of all together) and the seeds on which it is less; then rates and single values.
 */
final class ConflictTable {

  private ConflictTable() {}

  static String of(String title, List<String> measures, List<Outcome> outcomes) {
    Formatter text = new Formatter(Locale.ROOT);
    text.format("%s%n", title);
    Outcome first = outcomes.get(0);
    for (int i = 0; i < measures.size(); i++) {
      text.format(
          "%n%-22s %9s %7s   minus %s: mean and 95 %% interval, seeds where less%n",
          measures.get(i), "mean", "s.e.", first.name());
      for (Outcome outcome : outcomes) {
        Sample sample = new Sample(outcome.measure(i));
        text.format("%-22s %9.4f %7.4f", outcome.name(), sample.mean(), sample.standardError());
        if (!outcome.equals(first)) {
          Sample difference = new Sample(outcome.minus(first, i));
          text.format(
              "   %+9.4f  [%+.4f, %+.4f]  %d/%d",
              difference.mean(),
              difference.mean() - difference.halfInterval(),
              difference.mean() + difference.halfInterval(),
              difference.negatives(),
              difference.values().length);
        }
        text.format("%n");
      }
    }
    text.format("%nrate chosen, and the mean on the tuning seeds at each rate%n");
    for (Outcome outcome : outcomes) {
      text.format("%-22s %s  of", outcome.name(), outcome.rate());
      for (int i = 0; i < outcome.tuned().length; i++) {
        text.format(" %s: %.4f", outcome.rates().get(i), outcome.tuned()[i]);
      }
      text.format("%n");
    }
    text.format("%n%s by seed%n", measures.get(0));
    for (Outcome outcome : outcomes) {
      text.format("%-22s", outcome.name());
      for (double value : outcome.measure(0)) {
        text.format(" %.4f", value);
      }
      text.format("%n");
    }
    return text.toString();
  }
}
