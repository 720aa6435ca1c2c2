package org.taskweave.data.feature;

/**
 * Columns of the row features that are one field: the categories of one column of a table, or one
 * user feature.
 *
 * @param name of the field
 * @param first column, counted from 0
 * @param count of its columns
 */
public record FieldColumns(String name, int first, int count) {

  FieldColumns movedBy(int columns) {
    return new FieldColumns(name, first + columns, count);
  }
}
