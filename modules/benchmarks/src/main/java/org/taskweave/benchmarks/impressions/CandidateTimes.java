package org.taskweave.benchmarks.impressions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.training.bundle.ModelBundle;

/** How long one user's candidates take, from examples to probabilities: one of them, and 1,000. */
final class CandidateTimes {

  private static final int CANDIDATES = 1000;
  private static final int WARM_UP = 20;
  private static final int REPEATS = 50;

  private CandidateTimes() {}

  static void print(ModelBundle bundle, Example user) {
    List<ItemCatalog.Item> items = bundle.catalog().items();
    List<Example> many = new ArrayList<>();
    for (int i = 0; i < CANDIDATES; i++) {
      many.add(user.about(items.get(i % items.size()).id()));
    }
    double one = milliseconds(bundle, many.subList(0, 1));
    double all = milliseconds(bundle, many);
    System.out.printf(
        Locale.ROOT,
        "  a history of %d events: 1 candidate %.2f ms, %,d candidates %.2f ms, ratio %.2f%n",
        user.history().size(),
        one,
        CANDIDATES,
        all,
        all / one);
  }

  /** Median. */
  private static double milliseconds(ModelBundle bundle, List<Example> candidates) {
    double[] times = new double[REPEATS];
    for (int i = -WARM_UP; i < REPEATS; i++) {
      long start = System.nanoTime();
      bundle
          .inputs()
          .scorer(1)
          .score(bundle.model(), bundle.inputs().encoder().encodeAll(candidates));
      if (i >= 0) {
        times[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(times);
    return times[REPEATS / 2];
  }
}
