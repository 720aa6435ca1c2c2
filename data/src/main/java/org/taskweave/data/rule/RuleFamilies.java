package org.taskweave.data.rule;

import java.util.List;

/** All families of rules. */
public final class RuleFamilies {

  /** Cheap ones first. */
  public static final List<RuleFamily> ALL =
      List.of(
          new Popularity(),
          new Markov(),
          new OwnFrequency(),
          new ItemCosine(Grouping.USER),
          new ItemCosine(Grouping.BASKET),
          new ItemEase(Grouping.USER),
          new ItemEase(Grouping.BASKET));

  private RuleFamilies() {}
}
