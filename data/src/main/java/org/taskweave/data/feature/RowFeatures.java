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
 * a table says of the user, and, for tasks that read user and item, the effects and what a table
 * says of the target's item. Tables are read as of {@link Example#askedMillis}: nothing that became
 * true later is seen.
 */
final class RowFeatures {

  private final List<UserFeature> user;
  private final Map<String, UserColumn> statistics;
  private final TableFeatures userTable;
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
    this.effects = effects;
    this.itemTable = new TableFeatures(asked.readsItem() ? learned.itemTable() : Map.of());
    this.catalog = catalog;
    for (UserFeature feature : user) {
      addField(feature.name(), statistics.get(feature.name()).names(feature.name()));
    }
    addTable(userTable, "user ");
    int ofUser = names.size();
    effects.ifPresent(columns -> columns.names().forEach(name -> addField(name, List.of(name))));
    addTable(itemTable, "item ");
    this.targetColumns = names.size() - ofUser;
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
    int at = 0;
    for (UserFeature feature : user) {
      UserColumn column = statistics.get(feature.name());
      column.write(feature.statistic(), example.history(), example.cutMillis(), values, at);
      at += column.names(feature.name()).size();
    }
    userTable.write(ofUser(example), values, at);
    at += userTable.names().size();
    if (effects.isPresent()) {
      effects.get().write(example, values, at);
      at += effects.get().names().size();
    }
    itemTable.write(ofItem(example), values, at);
    return values;
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
