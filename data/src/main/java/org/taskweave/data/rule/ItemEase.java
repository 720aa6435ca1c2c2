package org.taskweave.data.rule;

import java.util.ArrayList;
import java.util.List;

/** Items that those of the history speak for, by {@link Ease}. */
record ItemEase(Grouping grouping) implements RuleFamily {

  private record Setting(int lambda, double dropout) {
    @Override
    public String toString() {
      return "lambda " + lambda + (dropout == 0 ? "" : ", dropout " + dropout);
    }
  }

  private static final List<Setting> SETTINGS =
      List.of(new Setting(100, 0), new Setting(500, 0), new Setting(50, .33));

  /** The inverse of a matrix of the catalog's size. */
  @Override
  public boolean slow() {
    return true;
  }

  @Override
  public List<ItemRule> rules(RuleCounts counts) {
    List<ItemRule> rules = new ArrayList<>();
    if (counts.has(grouping)) {
      int[] popularity = counts.log().countsSince(Long.MIN_VALUE);
      for (Setting setting : SETTINGS) {
        ItemWeights weights =
            Ease.of(
                counts.incidence(grouping), setting.lambda(), setting.dropout(), counts.inverse());
        String title = "EASE by " + grouping.title() + ", " + setting;
        for (Window window : Window.of(grouping)) {
          rules.add(new BackedOff(new WeightsRule(title, weights, window), popularity));
        }
      }
    }
    return rules;
  }
}
