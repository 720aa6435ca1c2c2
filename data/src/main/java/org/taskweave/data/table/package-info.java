/**
 * Tables as files for other programs: CSV, JSON lines or Parquet, told by the file's name, written
 * row by row in flat memory. Names of columns need no quotes in SQL ({@link
 * org.taskweave.data.table.SqlName}); lists and structs are lists and structs, which CSV has none
 * of.
 */
package org.taskweave.data.table;
