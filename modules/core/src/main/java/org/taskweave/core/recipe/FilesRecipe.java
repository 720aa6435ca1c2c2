package org.taskweave.core.recipe;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.InvalidInputException;

/** Files whose rows are one table: how they are written, and what is selected of them. */
public interface FilesRecipe {

  /** One to four characters. */
  String DELIMITER = "[\\t\\x20-\\x7e]{1,4}";

  /** One character that is no white space. */
  String MARK = "[\\x21-\\x7e]";

  /** Paths or globs, or "sample:" and the name of a built-in sample. */
  List<String> files();

  /** Told by the file name when absent. */
  Optional<DataRecipe.Format> format();

  /** Of text files. */
  String encoding();

  /** Whether the first line of CSV files names the columns. */
  boolean header();

  /** Between fields of CSV files; told by their first line when absent. */
  Optional<String> delimiter();

  /** Around CSV fields that hold delimiters. */
  Optional<String> quote();

  /** Before a quote inside a quoted field. */
  Optional<String> escape();

  /** SQL over the view of the files' rows. */
  Optional<String> select();

  /** Of times without one. */
  String timeZone();

  /** Above it the run stops. */
  double maxQuarantineShare();

  /**
   * Refuses settings that name no file, where files are to be read.
   *
   * @param place the path of the settings in the recipe, e.g. "data"
   * @throws InvalidInputException if there is none
   */
  default void requireFiles(String place) {
    if (files().isEmpty()) {
      throw new InvalidInputException(
          place
              + ".files names no file, but a log is to be read (a recipe without files is for events"
              + " that a Java program hands over): name a path or glob there, or give --set '"
              + place
              + ".files=[PATH]'");
    }
  }

  /**
   * Adds what is wrong with the settings: a record's own accessors know nothing until it is made.
   */
  static Checks check(
      Checks checks,
      List<String> files,
      String encoding,
      Optional<String> delimiter,
      Optional<String> quote,
      Optional<String> escape,
      String timeZone,
      double maxQuarantineShare) {
    return checks
        .require(
            files.stream().noneMatch(file -> file.indexOf('\0') >= 0),
            "files",
            files,
            "has a name with a NUL character: no file has such a name")
        .require(
            encoding != null && isCharset(encoding),
            "encoding",
            Checks.quoted(encoding),
            "is not a known encoding: UTF-8, ISO-8859-1 or windows-1252 are")
        .require(
            timeZone != null && isTimeZone(timeZone),
            "timeZone",
            Checks.quoted(timeZone),
            "is not a known time zone: UTC or Europe/London are")
        .require(
            delimiter.isEmpty() || delimiter.get().matches(DELIMITER),
            "delimiter",
            Checks.quoted(delimiter.orElse("")),
            "is no delimiter: give one to four ASCII characters without line ends, such as \";\","
                + " \"\\t\" or \"::\"")
        .require(
            quote.equals(Optional.of("")) || isMark(quote.orElse("\""), delimiter),
            "quote",
            Checks.quoted(quote.orElse("\"")),
            "is no quotation mark: give one ASCII character that the delimiter does not hold, or"
                + " \"\" for none")
        .require(
            escape.isEmpty() || isMark(escape.get(), delimiter),
            "escape",
            Checks.quoted(escape.orElse("")),
            "is no escape: give one ASCII character that the delimiter does not hold, such as"
                + " \"\\\\\"")
        .require(
            escape.isEmpty() || !quote.equals(Optional.of("")),
            "escape",
            Checks.quoted(escape.orElse("")),
            "has nothing to escape, as quote is \"\": remove it")
        .share("maxQuarantineShare", maxQuarantineShare);
  }

  private static boolean isMark(String mark, Optional<String> delimiter) {
    return mark.matches(MARK) && !delimiter.orElse("").contains(mark);
  }

  private static boolean isCharset(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  private static boolean isTimeZone(String name) {
    try {
      ZoneId.of(name);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
