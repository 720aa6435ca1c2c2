package org.taskweave.data.feature;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.taskweave.data.side.DatedRow;

/** What training learned of a column of a table, and the numbers that its values become. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TableColumn.Numeric.class, name = "number"),
  @JsonSubTypes.Type(value = TableColumn.Categories.class, name = "categories"),
  @JsonSubTypes.Type(value = TableColumn.Vector.class, name = "vector")
})
sealed interface TableColumn {

  /** A category needs that many examples, or events, for a column of its own. */
  int FEWEST = 5;

  /** Names of the numbers. */
  List<String> names(String column);

  /** Whether a value is one of this column's kind: a bundle may come from a stranger. */
  boolean accepts(Object value);

  /** Writes the numbers of a value that is there; those of an unknown one stay 0, but for flags. */
  void write(Object value, float[] into, int offset);

  /** Writes what stands for an unknown value. */
  default void writeMissing(float[] into, int offset) {}

  /**
   * Learns a number.
   *
   * @param values NaN where unknown
   */
  static TableColumn number(double[] values, boolean log1p) {
    boolean missing = false;
    for (double value : values) {
      missing |= Double.isNaN(value);
    }
    return new Numeric(Standardised.of(values, log1p), missing);
  }

  /**
   * Learns categories.
   *
   * @param values each with one category, or several joined by "|"
   * @param most that have a column of their own, the commonest; ties by name
   */
  static TableColumn categories(List<String> values, boolean several, int most) {
    Map<String, Integer> counts = new HashMap<>();
    values.forEach(
        v -> Categories.parts(v, several).forEach(p -> counts.merge(p, 1, Integer::sum)));
    return new Categories(
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() >= FEWEST)
            .sorted(
                Comparator.comparing((Map.Entry<String, Integer> e) -> -e.getValue())
                    .thenComparing(Map.Entry::getKey))
            .limit(most)
            .map(Map.Entry::getKey)
            .sorted()
            .toList(),
        several);
  }

  /**
   * Learns lists of numbers, position by position.
   *
   * @param values numbers joined by "|", all as many
   */
  static TableColumn vector(List<String> values) {
    List<double[]> rows = values.stream().map(Vector::numbers).toList();
    List<Standardised> scales = new ArrayList<>();
    int length = rows.isEmpty() ? 0 : rows.get(0).length;
    for (int i = 0; i < length; i++) {
      int position = i;
      scales.add(Standardised.of(rows.stream().mapToDouble(row -> row[position]).toArray(), false));
    }
    return new Vector(scales);
  }

  /**
   * A standardised number; unknown is 0, the mean.
   *
   * @param missing whether training saw it unknown: then a second number says so
   */
  record Numeric(Standardised scale, boolean missing) implements TableColumn {
    @Override
    public List<String> names(String column) {
      return missing ? List.of(column, column + " missing") : List.of(column);
    }

    @Override
    public boolean accepts(Object value) {
      return value instanceof Double;
    }

    @Override
    public void write(Object value, float[] into, int offset) {
      into[offset] = scale.of((Double) value);
    }

    @Override
    public void writeMissing(float[] into, int offset) {
      if (missing) {
        into[offset + 1] = 1;
      }
    }
  }

  /**
   * One number for each category and one for all others: 1 for the value's, or 1/n for each of its
   * n. A learned matrix over them is a table of embeddings, of which the mean is taken.
   */
  record Categories(List<String> values, boolean several) implements TableColumn {
    public Categories {
      values = List.copyOf(values);
    }

    private static List<String> parts(String value, boolean several) {
      return several ? List.of(value.split(Pattern.quote(DatedRow.SEPARATOR), -1)) : List.of(value);
    }

    @Override
    public List<String> names(String column) {
      List<String> names = new ArrayList<>();
      values.forEach(name -> names.add(column + " " + name));
      names.add(column + " other");
      return names;
    }

    @Override
    public boolean accepts(Object value) {
      return value instanceof String;
    }

    @Override
    public void write(Object value, float[] into, int offset) {
      List<String> parts = parts((String) value, several);
      for (String part : parts) {
        int index = Collections.binarySearch(values, part);
        into[offset + (index < 0 ? values.size() : index)] += 1.0f / parts.size();
      }
    }
  }

  /** Standardised numbers. */
  record Vector(List<Standardised> scales) implements TableColumn {
    public Vector {
      scales = List.copyOf(scales);
    }

    static double[] numbers(String value) {
      return Pattern.compile(Pattern.quote(DatedRow.SEPARATOR))
          .splitAsStream(value)
          .mapToDouble(Double::parseDouble)
          .toArray();
    }

    @Override
    public List<String> names(String column) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < scales.size(); i++) {
        names.add(column + " " + i);
      }
      return names;
    }

    @Override
    public boolean accepts(Object value) {
      try {
        return value instanceof String text && numbers(text).length == scales.size();
      } catch (NumberFormatException e) {
        return false;
      }
    }

    @Override
    public void write(Object value, float[] into, int offset) {
      double[] numbers = numbers((String) value);
      for (int i = 0; i < numbers.length; i++) {
        into[offset + i] = scales.get(i).of(numbers[i]);
      }
    }
  }
}
