package org.taskweave.data.log;

/**
 * How a CSV file is written.
 *
 * @param delimiter between fields: one to four ASCII characters
 * @param quote around fields that hold delimiters or line ends; empty when there is none
 * @param escape before a quote inside a quoted field; empty when there is none
 */
public record CsvDialect(String delimiter, String quote, String escape) {

  /** Quotation marks as in RFC 4180, doubled inside a field. */
  static CsvDialect of(String delimiter) {
    return new CsvDialect(delimiter, "\"", "\"");
  }

  CsvDialect withDelimiter(String other) {
    return new CsvDialect(other, quote, escape);
  }
}
