package org.taskweave.data.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.recipe.FeaturesRecipe.UserFeature;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.side.DatedRow;

/**
 * The numbers [F] that an example has beside its sequence: what its history says of the user, what
 * a table says of the user, and, for tasks that read user and item, what the history says of the
 * user and the target's item, the effects, and what a table says of the item. Tables are read as of
 * {@link Example#askedMillis}: nothing that became true later is seen.
 */
final class RowFeatures {

  private final List<UserFeature> user;
  private final Map<String, UserColumn> statistics;
  private final TableFeatures userTable;
  private final List<UserFeature> target;
  private final Map<String, UserColumn> targetStatistics;
  private final Optional<EffectFeatures> effects;
  private final TableFeatures itemTable;
  private final ItemCatalog catalog;
  private final List<String> names = new ArrayList<>();
  private final List<FieldColumns> fields = new ArrayList<>();
  private final int targetColumns;

  /**
   * Features of what was learned.
   *
   * @param catalog what is known of items
   */
  RowFeatures(Asked asked, Learned learned, Optional<EffectFeatures> effects, ItemCatalog catalog) {
    this.user = asked.features().user();
    this.statistics = learned.users();
    this.userTable = new TableFeatures(learned.userTable());
    this.target = asked.features().target();
    this.targetStatistics = learned.targets();
    this.effects = effects;
    this.itemTable = new TableFeatures(asked.readsItem() ? learned.itemTable() : Map.of());
    this.catalog = catalog;
    addStatistics(user, statistics, "");
    addTable(userTable, "user ");
    int ofUser = names.size();
    addStatistics(target, targetStatistics, "target ");
    effects.ifPresent(columns -> columns.names().forEach(name -> addField(name, List.of(name))));
    addTable(itemTable, "item ");
    this.targetColumns = names.size() - ofUser;
  }

  private void addStatistics(
      List<UserFeature> features, Map<String, UserColumn> columns, String prefix) {
    for (UserFeature feature : features) {
      addField(prefix + feature.name(), columns.get(feature.name()).names(prefix + feature.name()));
    }
  }

  private void addField(String field, List<String> columns) {
    fields.add(new FieldColumns(field, names.size(), columns.size()));
    names.addAll(columns);
  }

  private void addTable(TableFeatures table, String prefix) {
    int before = names.size();
    table.names().forEach(name -> names.add(prefix + name));
    table.fields().forEach(field -> fields.add(field.movedBy(before)));
  }

  /** Names of the F numbers. */
  List<String> names() {
    return List.copyOf(names);
  }

  /** Which of them belong together: the first of the user, then those of the target. */
  List<FieldColumns> fields() {
    return List.copyOf(fields);
  }

  /** How many of the last numbers tell of the target. */
  int targetColumns() {
    return targetColumns;
  }

  /** The numbers of an example [F]. */
  float[] of(Example example) {
    float[] values = new float[names.size()];
    int at = write(user, statistics, example, values, 0);
    userTable.write(ofUser(example), values, at);
    at += userTable.names().size();
    if (!target.isEmpty()) {
      at = write(target, targetStatistics, withOwnHistory(example), values, at);
    }
    if (effects.isPresent()) {
      effects.get().write(example, values, at);
      at += effects.get().names().size();
    }
    itemTable.write(ofItem(example), values, at);
    return values;
  }

  /** Writes what a history says and returns where that ends. */
  private static int write(
      List<UserFeature> features,
      Map<String, UserColumn> columns,
      Example example,
      float[] values,
      int offset) {
    int at = offset;
    for (UserFeature feature : features) {
      UserColumn column = columns.get(feature.name());
      column.write(feature.statistic(), example.history(), example.cutMillis(), values, at);
      at += column.names(feature.name()).size();
    }
    return at;
  }

  /** An example whose history is what the user did with the target's item; none without one. */
  static Example withOwnHistory(Example example) {
    String item = example.target().map(BehaviorEvent::item).orElse("");
    return example.withHistory(
        example.history().stream().filter(event -> event.item().equals(item)).toList());
  }

  /** What the table of users says of an example's user. */
  static Map<String, Object> ofUser(Example example) {
    return DatedRow.asOf(example.userRows(), example.askedMillis())
        .map(DatedRow::values)
        .orElse(Map.of());
  }

  private Map<String, Object> ofItem(Example example) {
    return example
        .target()
        .map(BehaviorEvent::item)
        .flatMap(catalog::find)
        .map(item -> item.asOf(example.askedMillis()))
        .orElse(Map.of());
  }
}
