package org.taskweave.data.feature;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.taskweave.core.recipe.FeaturesRecipe.Factors;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.Split;
import org.taskweave.data.factor.ItemFactors;
import org.taskweave.data.factor.Ratings;
import org.taskweave.data.rule.UserFold;

/**
 * Factors of the items for examples: a training example reads those that were learned without the
 * fold of its user, since the others know what it asks for. Bundles keep those of all users alone.
 */
final class EffectFactors {

  static final EffectFactors NONE = new EffectFactors(ItemFactors.NONE, List.of());

  private final ItemFactors all;
  private final List<ItemFactors> withoutFold;

  private EffectFactors(ItemFactors all, List<ItemFactors> withoutFold) {
    this.all = all;
    this.withoutFold = withoutFold;
  }

  @JsonCreator
  static EffectFactors of(ItemFactors all) {
    return new EffectFactors(all, List.of());
  }

  /**
   * Learns from events; those without the attribute do not count. Behind the folds comes one that
   * nobody is in.
   */
  static EffectFactors fit(
      List<BehaviorEvent> events, String attribute, LabelScale scale, Factors recipe) {
    List<ItemFactors> learned =
        IntStream.rangeClosed(0, UserFold.COUNT)
            .parallel()
            .mapToObj(
                fold ->
                    ItemFactors.fit(
                        ratings(
                            events.stream()
                                .filter(event -> UserFold.of(event.user()) != fold)
                                .toList(),
                            attribute,
                            scale),
                        recipe.size(),
                        recipe.starts()))
            .toList();
    return new EffectFactors(learned.get(UserFold.COUNT), learned.subList(0, UserFold.COUNT));
  }

  static Ratings ratings(List<BehaviorEvent> events, String attribute, LabelScale scale) {
    Ratings ratings = new Ratings();
    for (BehaviorEvent event : events) {
      double value = scale.standardise(Learned.number(event, attribute));
      if (!Double.isNaN(value)) {
        ratings.add(event.user(), event.item(), value);
      }
    }
    return ratings;
  }

  /** Those that an example may read. */
  ItemFactors of(Example example) {
    return example.split() == Split.TRAIN && !withoutFold.isEmpty()
        ? withoutFold.get(UserFold.of(example.user()))
        : all;
  }

  /** Whether they can have been learned by such a recipe. */
  boolean fits(Optional<Factors> recipe) {
    int starts = recipe.map(Factors::starts).orElse(0);
    if (all.rows().isEmpty()) {
      return all.starts().isEmpty();
    }
    return all.starts().size() == starts
        && all.starts().stream()
            .allMatch(start -> start.items().dimension() == recipe.orElseThrow().size() + 1);
  }

  /** Those of all users. */
  @JsonValue
  ItemFactors all() {
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EffectFactors that && all.equals(that.all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }
}
