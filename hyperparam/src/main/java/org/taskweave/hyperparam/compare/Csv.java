package org.taskweave.hyperparam.compare;

/** Cells of RFC 4180. */
final class Csv {

  private Csv() {}

  static String quoted(String cell) {
    return cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
