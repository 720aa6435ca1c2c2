package org.taskweave.data.feature;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.FeaturesRecipe.Effects;
import org.taskweave.core.recipe.FeaturesRecipe.EventNumeric;
import org.taskweave.core.recipe.FeaturesRecipe.UserFeature;
import org.taskweave.core.recipe.TableRecipe;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.DistinctEvents;
import org.taskweave.data.example.Example;

/**
 * Everything that {@link Preprocessing} learned from the training split: what its JSON holds.
 *
 * @param categories of event attributes, by name
 * @param numbers scales of event attributes, by name
 * @param users by user feature
 * @param targets by feature of the user and the target's item
 * @param tasks in task order
 * @param effects of the recipe's attribute by item
 * @param factors of the recipe's attribute, and of what reaches its thresholds
 * @param itemTable columns of the table of items, by name
 * @param userTable columns of the table of users, by name
 */
record Learned(
    Vocabulary actions,
    Map<String, Vocabulary> categories,
    Map<String, Standardised> numbers,
    Map<String, UserColumn> users,
    Map<String, UserColumn> targets,
    List<LearnedTask> tasks,
    ItemEffects effects,
    List<FactoredNumber> factors,
    Map<String, TableColumn> itemTable,
    Map<String, TableColumn> userTable) {

  /** A category needs that many events for an index of its own. */
  private static final int FEWEST_EVENTS = 5;

  /**
   * Learns.
   *
   * @param catalog classes of next-item tasks, and what is known of items
   */
  static Learned fit(List<Example> examples, Asked asked, ItemCatalog catalog) {
    FeaturesRecipe features = asked.features();
    List<TaskSpec> tasks = asked.tasks();
    List<String> items = catalog.items().stream().map(ItemCatalog.Item::id).toList();
    Collection<BehaviorEvent> events = DistinctEvents.withTargets(examples);
    FeatureAttributes.check(features, events);
    Map<String, Vocabulary> categories = new LinkedHashMap<>();
    for (String attribute : features.eventCategorical()) {
      categories.put(
          attribute,
          Vocabulary.of(
              events.stream()
                  .map(event -> event.attributes().get(attribute))
                  .filter(Objects::nonNull)
                  .map(Object::toString),
              FEWEST_EVENTS));
    }
    Map<String, Standardised> numbers = new LinkedHashMap<>();
    for (EventNumeric numeric : features.eventNumeric()) {
      double[] seen = events.stream().mapToDouble(e -> number(e, numeric.attribute())).toArray();
      numbers.put(numeric.attribute(), Standardised.of(seen, numeric.log1p()));
    }
    Map<String, UserColumn> users = new LinkedHashMap<>();
    for (UserFeature feature : features.user()) {
      users.put(feature.name(), UserColumn.fit(feature, examples));
    }
    Map<String, UserColumn> targets = new LinkedHashMap<>();
    if (!features.target().isEmpty()) {
      List<Example> own = examples.stream().map(RowFeatures::withOwnHistory).toList();
      features.target().forEach(f -> targets.put(f.name(), UserColumn.fit(f, own)));
    }
    List<LearnedTask> learnedTasks = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      learnedTasks.add(LearnedTask.fit(tasks.get(k), k, examples, items));
    }
    Vocabulary actions = Vocabulary.of(events.stream().map(BehaviorEvent::action), 1);
    ItemEffects effects =
        features
            .effects()
            .map(recipe -> ItemEffects.fit(events, recipe.attribute()))
            .orElse(ItemEffects.NONE);
    List<FactoredNumber> factors =
        features
            .effects()
            .flatMap(
                recipe ->
                    recipe
                        .factors()
                        .map(asks -> FactoredNumber.fit(events, recipe.attribute(), asks)))
            .orElse(List.of());
    return new Learned(
        actions,
        categories,
        numbers,
        users,
        targets,
        learnedTasks,
        effects,
        factors,
        asked.items().map(table -> itemColumns(table, events, catalog)).orElse(Map.of()),
        asked.users().map(table -> userColumns(table, examples)).orElse(Map.of()));
  }

  /** What the items of events were when they happened. */
  private static Map<String, TableColumn> itemColumns(
      TableRecipe table, Collection<BehaviorEvent> events, ItemCatalog catalog) {
    return TableFeatures.fit(
        table,
        "data.items",
        events.stream()
            .map(
                event ->
                    catalog
                        .find(event.item())
                        .map(item -> item.asOf(event.timestampMillis()))
                        .orElse(Map.<String, Object>of()))
            .toList());
  }

  private static Map<String, TableColumn> userColumns(TableRecipe table, List<Example> examples) {
    return TableFeatures.fit(
        table, "data.users", examples.stream().map(RowFeatures::ofUser).toList());
  }

  /** A numeric attribute of an event; NaN where it is absent. */
  static double number(BehaviorEvent event, String attribute) {
    Object value = event.attributes().get(attribute);
    if (value == null) {
      return Double.NaN;
    }
    if (value instanceof Double number) {
      return number;
    }
    throw new InvalidInputException(
        "features.eventNumeric: attribute \""
            + attribute
            + "\" of user \""
            + event.user()
            + "\" is \""
            + value
            + "\", which is no number: list it under eventCategorical, or name a numeric column");
  }

  /** The same with other tasks. */
  Learned withTasks(List<LearnedTask> others) {
    return new Learned(
        actions,
        categories,
        numbers,
        users,
        targets,
        others,
        effects,
        factors,
        itemTable,
        userTable);
  }

  /** Whether it can have been learned by such a recipe. */
  boolean fits(Asked asked) {
    List<TaskSpec> recipeTasks = asked.tasks();
    FeaturesRecipe features = asked.features();
    boolean fits =
        categories.keySet().equals(new HashSet<>(features.eventCategorical()))
            && numbers.size() == features.eventNumeric().size()
            && fits(users, features.user())
            && fits(targets, features.target())
            && tasks.size() == recipeTasks.size()
            && FactoredNumber.fit(factors, features.effects().flatMap(Effects::factors))
            && fits(itemTable, asked.items())
            && fits(userTable, asked.users());
    for (EventNumeric numeric : features.eventNumeric()) {
      Standardised scale = numbers.get(numeric.attribute());
      fits &= scale != null && scale.log1p() == numeric.log1p();
    }
    for (int k = 0; fits && k < tasks.size(); k++) {
      fits = tasks.get(k).fits(recipeTasks.get(k));
    }
    return fits;
  }

  private static boolean fits(Map<String, UserColumn> columns, List<UserFeature> features) {
    boolean fits = columns.size() == features.size();
    for (UserFeature feature : features) {
      boolean isClass = feature.statistic() instanceof HistoryStatistic.LastClass;
      UserColumn column = columns.get(feature.name());
      fits &=
          isClass
              ? column instanceof UserColumn.OneHot
              : column instanceof UserColumn.Numeric number
                  && number.scale().log1p() == feature.log1p();
    }
    return fits;
  }

  private static boolean fits(Map<String, TableColumn> columns, Optional<TableRecipe> table) {
    Set<String> named =
        table
            .map(
                recipe ->
                    recipe.attributeNames().stream()
                        .filter(name -> !recipe.attributes().contains(name))
                        .collect(Collectors.toSet()))
            .orElse(Set.of());
    return columns.keySet().equals(named);
  }
}
