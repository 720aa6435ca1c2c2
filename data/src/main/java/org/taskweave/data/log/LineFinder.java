package org.taskweave.data.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.taskweave.core.recipe.DataRecipe;

/**
 * Lines of bad rows, found by walking through the file a second time; only files with bad rows are
 * walked through.
 */
final class LineFinder {

  /** A line, counted from 1, and what is written there. */
  record Line(long number, String text) {}

  private static final long NOWHERE = -1;

  private final Map<Long, Line> byRow = new HashMap<>();
  private final Map<Long, Line> byRejectedPlace = new HashMap<>();
  private final Set<Long> rows;
  private final Set<Long> rejectedPlaces = new HashSet<>();
  private long rowsSeen;

  private LineFinder(LoadedFile loaded, Set<Long> rows) {
    this.rows = rows;
    loaded.rejected().forEach(rejected -> rejectedPlaces.add(rejected.place()));
  }

  /**
   * Walks through a file.
   *
   * @param rows whose lines are wanted, numbers among the parsed rows from 1
   */
  static LineFinder of(LoadedFile loaded, Set<Long> rows) {
    LineFinder finder = new LineFinder(loaded, rows);
    try {
      if (loaded.file().format() == DataRecipe.Format.CSV) {
        finder.walkCsv(loaded);
      } else if (loaded.file().format() == DataRecipe.Format.JSONL) {
        finder.walkJsonLines(loaded.file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + loaded.file().name(), e);
    }
    if (finder.rowsSeen != loaded.rows()) {
      finder.byRow.clear();
    }
    return finder;
  }

  /** Where a parsed row stands; empty where the file has no lines (Parquet) or they are unclear. */
  Optional<Line> ofRow(long row) {
    return Optional.ofNullable(byRow.get(row));
  }

  /** Where a rejected piece stands. */
  Optional<Line> ofRejected(RejectedRow rejected) {
    return Optional.ofNullable(byRejectedPlace.get(rejected.place()));
  }

  /**
   * DuckDB's place of a rejected record is its first byte, or one of the line ends before it; each
   * therefore belongs to the first record that ends after it.
   */
  private void walkCsv(LoadedFile loaded) throws IOException {
    Deque<Long> places = new ArrayDeque<>(rejectedPlaces.stream().sorted().toList());
    try (CsvRecordReader reader = new CsvRecordReader(loaded.file().open(), loaded.dialect())) {
      if (loaded.file().header()) {
        reader.next();
      }
      Optional<CsvRecordReader.CsvRecord> next = reader.next();
      while (next.isPresent()) {
        CsvRecordReader.CsvRecord csv = next.get();
        if (!csv.isBlank()) {
          boolean rejected = !places.isEmpty() && places.peek() < csv.endByte();
          see(rejected ? places.remove() : NOWHERE, new Line(csv.line(), csv.text()));
        }
        next = reader.next();
      }
    }
  }

  private void walkJsonLines(LogFile file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.UTF_8))) {
      long number = 0;
      long documents = 0;
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        number++;
        if (!text.isBlank()) {
          documents++;
          see(documents, new Line(number, text));
        }
      }
    }
  }

  private void see(long place, Line line) {
    if (rejectedPlaces.contains(place)) {
      byRejectedPlace.put(place, line);
      return;
    }
    rowsSeen++;
    if (rows.contains(rowsSeen)) {
      byRow.put(rowsSeen, line);
    }
  }
}
