package org.taskweave.data.log;

import java.nio.file.Path;
import java.util.List;
import org.taskweave.core.InvalidInputException;

/** Pairs of user and item in a CSV file with the columns user and item. */
public final class PairFile {

  private PairFile() {}

  /** A question about a user and an item. */
  public record Pair(String user, String item) {}

  /**
   * Reads the pairs, in the order of the lines.
   *
   * @throws InvalidInputException the file cannot be read or has no pair; a column is missing or
   *     another one is there; a line lacks a value. Lines are named, counted from 1
   */
  public static List<Pair> read(Path file) {
    return new TwoColumnFile(file, "user", "item")
        .read().stream().map(line -> new Pair(line.first(), line.second())).toList();
  }
}
