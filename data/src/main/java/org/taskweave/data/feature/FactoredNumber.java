package org.taskweave.data.feature;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.taskweave.core.recipe.FeaturesRecipe.Factors;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.Split;
import org.taskweave.data.factor.ItemFactors;
import org.taskweave.data.factor.Ratings;
import org.taskweave.data.factor.UserFactors;
import org.taskweave.data.rule.UserFold;

/**
 * A number of events, factorised: the attribute itself, or 1 where it reaches a threshold and 0
 * elsewhere. A training example reads factors that were learned without the fold of its user, since
 * the others know what it asks for. Bundles keep those of all users alone.
 */
final class FactoredNumber {

  private final OptionalDouble atLeast;

  @JsonProperty private final LabelScale scale;

  @JsonProperty("items")
  private final ItemFactors all;

  private final List<ItemFactors> withoutFold;

  private FactoredNumber(
      OptionalDouble atLeast, LabelScale scale, ItemFactors all, List<ItemFactors> withoutFold) {
    this.atLeast = atLeast;
    this.scale = scale;
    this.all = all;
    this.withoutFold = withoutFold;
  }

  @JsonCreator
  static FactoredNumber of(
      @JsonProperty("atLeast") List<Double> atLeast,
      @JsonProperty("scale") LabelScale scale,
      @JsonProperty("items") ItemFactors items) {
    return new FactoredNumber(
        atLeast.stream().mapToDouble(Double::doubleValue).findFirst(), scale, items, List.of());
  }

  /** What is factorised of an attribute: itself, then whether it reaches each threshold. */
  static List<FactoredNumber> fit(
      Collection<BehaviorEvent> events, String attribute, Factors recipe) {
    return asked(recipe).map(atLeast -> fit(events, attribute, atLeast, recipe)).toList();
  }

  /** Whether they can have been learned by such a recipe. */
  static boolean fit(List<FactoredNumber> learned, Optional<Factors> recipe) {
    return learned.stream()
            .map(number -> number.atLeast)
            .toList()
            .equals(recipe.stream().flatMap(FactoredNumber::asked).toList())
        && learned.stream().allMatch(number -> number.fits(recipe.orElseThrow()));
  }

  private static Stream<OptionalDouble> asked(Factors recipe) {
    return Stream.concat(
        Stream.of(OptionalDouble.empty()), recipe.atLeast().stream().map(OptionalDouble::of));
  }

  /** Learns from events; those without the attribute do not count. */
  private static FactoredNumber fit(
      Collection<BehaviorEvent> events, String attribute, OptionalDouble atLeast, Factors recipe) {
    LabelScale scale =
        LabelScale.of(
            events.stream().mapToDouble(event -> number(event, attribute, atLeast)).toArray());
    FactoredNumber unlearned = new FactoredNumber(atLeast, scale, ItemFactors.NONE, List.of());
    // Behind the folds comes one that nobody is in.
    List<ItemFactors> learned =
        IntStream.rangeClosed(0, UserFold.COUNT)
            .parallel()
            .mapToObj(
                fold ->
                    ItemFactors.fit(
                        unlearned.ratings(
                            events.stream()
                                .filter(event -> UserFold.of(event.user()) != fold)
                                .toList(),
                            attribute),
                        recipe.size(),
                        recipe.starts()))
            .toList();
    return new FactoredNumber(
        atLeast, scale, learned.get(UserFold.COUNT), learned.subList(0, UserFold.COUNT));
  }

  private static double number(BehaviorEvent event, String attribute, OptionalDouble atLeast) {
    double number = Learned.number(event, attribute);
    return atLeast.isEmpty() || Double.isNaN(number)
        ? number
        : (number >= atLeast.getAsDouble() ? 1 : 0);
  }

  /** What events say, standardised. */
  Ratings ratings(Collection<BehaviorEvent> events, String attribute) {
    Ratings ratings = new Ratings();
    for (BehaviorEvent event : events) {
      double value = scale.standardise(number(event, attribute, atLeast));
      if (!Double.isNaN(value)) {
        ratings.add(event.user(), event.item(), value);
      }
    }
    return ratings;
  }

  /** The user of an example, by the factors that the example may read. */
  UserFactors user(Example example, String attribute) {
    ItemFactors readable =
        example.split() == Split.TRAIN && !withoutFold.isEmpty()
            ? withoutFold.get(UserFold.of(example.user()))
            : all;
    return readable.user(ratings(example.history(), attribute));
  }

  private boolean fits(Factors recipe) {
    return all.rows().isEmpty()
        ? all.starts().isEmpty()
        : all.starts().size() == recipe.starts()
            && all.starts().stream()
                .allMatch(start -> start.items().dimension() == recipe.size() + 1);
  }

  /** The threshold; none for the attribute itself. */
  OptionalDouble atLeast() {
    return atLeast;
  }

  @JsonProperty("atLeast")
  List<Double> thresholds() {
    return atLeast.stream().boxed().toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FactoredNumber that
        && atLeast.equals(that.atLeast)
        && scale.equals(that.scale)
        && all.equals(that.all);
  }

  @Override
  public int hashCode() {
    return Objects.hash(atLeast, scale, all);
  }
}
