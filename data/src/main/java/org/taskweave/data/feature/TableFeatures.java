package org.taskweave.data.feature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.FeaturesRecipe.EventNumeric;
import org.taskweave.core.recipe.TableRecipe;

/**
 * The features of a table: its columns as numbers, those of each column side by side, in the order
 * categorical, numeric, multiValued, vectors.
 */
final class TableFeatures {

  private final Map<String, TableColumn> columns;
  private final List<String> names = new ArrayList<>();
  private final List<FieldColumns> fields = new ArrayList<>();

  /**
   * Features of learned columns.
   *
   * @param columns by name, in order
   */
  TableFeatures(Map<String, TableColumn> columns) {
    this.columns = columns;
    columns.forEach(
        (name, column) -> {
          List<String> own = column.names(name);
          fields.add(new FieldColumns(name, names.size(), own.size()));
          names.addAll(own);
        });
  }

  /**
   * Learns the columns.
   *
   * @param place of the table in the recipe, for messages
   * @param rows values by column, of whom training knows: once for each example or event
   * @throws InvalidInputException training knows no value of a column
   */
  static Map<String, TableColumn> fit(
      TableRecipe recipe, String place, List<Map<String, Object>> rows) {
    Map<String, TableColumn> learned = new LinkedHashMap<>();
    for (String name : recipe.categorical()) {
      List<String> values = texts(rows, name, place + ".categorical");
      learned.put(name, TableColumn.categories(values, false, recipe.mostCategories()));
    }
    for (EventNumeric number : recipe.numeric()) {
      texts(rows, number.attribute(), place + ".numeric");
      double[] values =
          rows.stream()
              .mapToDouble(row -> (Double) row.getOrDefault(number.attribute(), Double.NaN))
              .toArray();
      learned.put(number.attribute(), TableColumn.number(values, number.log1p()));
    }
    for (String name : recipe.multiValued()) {
      List<String> values = texts(rows, name, place + ".multiValued");
      learned.put(name, TableColumn.categories(values, true, recipe.mostCategories()));
    }
    for (String name : recipe.vectors()) {
      learned.put(name, TableColumn.vector(texts(rows, name, place + ".vectors")));
    }
    return learned;
  }

  private static List<String> texts(List<Map<String, Object>> rows, String name, String place) {
    List<String> known =
        rows.stream()
            .map(row -> row.get(name))
            .filter(Objects::nonNull)
            .map(Object::toString)
            .toList();
    if (known.isEmpty()) {
      throw new InvalidInputException(
          place
              + ": nobody and nothing that the training split knows has a value of \""
              + name
              + "\": do the table's ids, and its times, fit the log's?");
    }
    return known;
  }

  /** Names of the numbers. */
  List<String> names() {
    return names;
  }

  /** Which numbers belong together. */
  List<FieldColumns> fields() {
    return fields;
  }

  /**
   * Refuses values that are of another kind than those that were learned from.
   *
   * @param whose they are, for the message
   */
  void require(Map<String, Object> values, String whose) {
    columns.forEach(
        (name, column) -> {
          Object value = values.get(name);
          if (value != null && !column.accepts(value)) {
            throw new InvalidInputException(
                whose
                    + ": \""
                    + name
                    + "\" is \""
                    + value
                    + "\", which is of another kind than the model has learned from");
          }
        });
  }

  /** Writes the numbers of values by column. */
  void write(Map<String, Object> values, float[] into, int offset) {
    int at = offset;
    for (Map.Entry<String, TableColumn> column : columns.entrySet()) {
      Object value = values.get(column.getKey());
      if (value == null) {
        column.getValue().writeMissing(into, at);
      } else {
        column.getValue().write(value, into, at);
      }
      at += column.getValue().names(column.getKey()).size();
    }
  }
}
