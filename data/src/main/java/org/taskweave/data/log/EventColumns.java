package org.taskweave.data.log;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.recipe.DataRecipe;

/**
 * The recipe's columns, found among the real ones (case does not matter, as in SQL).
 *
 * @param attributes the named ones and the order column
 */
record EventColumns(
    LogColumn user,
    LogColumn item,
    LogColumn time,
    Optional<LogColumn> action,
    Optional<LogColumn> text,
    Optional<LogColumn> basket,
    List<Attribute> attributes,
    boolean hasOrigin) {

  /** An attribute by the recipe's spelling. */
  record Attribute(String name, LogColumn column) {}

  static EventColumns find(DataRecipe recipe, List<LogColumn> real, Set<String> numericAttributes) {
    DataRecipe.Columns named = recipe.columns();
    Set<String> names = new LinkedHashSet<>(named.attributes());
    named.order().ifPresent(names::add);
    for (String numeric : numericAttributes) {
      if (!names.contains(numeric)) {
        throw new InvalidInputException(
            "data.columns.attributes does not name \""
                + numeric
                + "\", which the recipe uses as a number; it names "
                + names
                + Suggestion.nearest(numeric, names)
                    .map(name -> ". Did you mean \"" + name + "\"?")
                    .orElse("."));
      }
    }
    List<Attribute> attributes = new ArrayList<>();
    for (String name : names) {
      String place = named.attributes().contains(name) ? "attributes" : "order";
      attributes.add(new Attribute(name, find(place, name, recipe, real)));
    }
    boolean hasOrigin = new ColumnSearch(RecipeSection.LOG, recipe, real).hasOrigin();
    return new EventColumns(
        find("user", named.user(), recipe, real),
        find("item", named.item(), recipe, real),
        find("timestamp", named.timestamp(), recipe, real),
        named.action().map(name -> find("action", name, recipe, real)),
        named.text().map(name -> find("text", name, recipe, real)),
        named.basket().map(name -> find("basket", name, recipe, real)),
        List.copyOf(attributes),
        hasOrigin);
  }

  private static LogColumn find(
      String place, String name, DataRecipe recipe, List<LogColumn> real) {
    return new ColumnSearch(RecipeSection.LOG, recipe, real).find("columns." + place, name);
  }
}
