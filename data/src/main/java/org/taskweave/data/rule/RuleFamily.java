package org.taskweave.data.rule;

import java.util.List;

/** One kind of rule. Which of its settings holds is chosen on the dev split. */
public interface RuleFamily {

  /** Whether counting it may cost more than a small model: {@code floors: fast} leaves it out. */
  default boolean slow() {
    return false;
  }

  /** The rule in each of its settings; none where the log does not have what it counts. */
  List<ItemRule> rules(RuleCounts counts);
}
