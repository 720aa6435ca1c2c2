package org.taskweave.data.rule;

import java.util.List;
import java.util.stream.Stream;

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

  private static final List<RuleFamily> WITH_THOSE_OF_BASKETS =
      Stream.concat(ALL.stream(), Stream.of(new TifuKnn())).toList();

  private RuleFamilies() {}

  /**
   * Those beside which a task is measured.
   *
   * @param ofBaskets whether it asks for whole baskets
   */
  public static List<RuleFamily> of(boolean ofBaskets) {
    return ofBaskets ? WITH_THOSE_OF_BASKETS : ALL;
  }
}
