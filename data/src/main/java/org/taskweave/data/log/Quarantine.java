package org.taskweave.data.log;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;

/**
 * Bad rows of one read: counted by reason, written to quarantine.csv with file, line, row, reason
 * and content. The line is empty where a file has none (Parquet) or it is not known; the row is
 * counted among the file's parsed rows, or in data.select's result if that dropped the row's
 * origin.
 */
final class Quarantine {

  static final String FILE_NAME = fileName(RecipeSection.LOG);

  private record Entry(String file, String line, String row, String reason, String content) {}

  private final List<Entry> entries = new ArrayList<>();
  private final SortedMap<String, Long> counts = new TreeMap<>();
  private final RecipeSection section;
  private long rejectedLines;

  Quarantine(RecipeSection section, List<LoadedFile> files, List<BadRow> badRows) {
    this.section = section;
    Map<String, Set<Long>> rowsByFile = new HashMap<>();
    for (BadRow bad : badRows) {
      rowsByFile.computeIfAbsent(bad.file(), file -> new HashSet<>()).add(bad.row());
    }
    Map<String, LineFinder> lines = new HashMap<>();
    for (LoadedFile file : files) {
      Set<Long> rows = rowsByFile.getOrDefault(file.file().name(), Set.of());
      if (!rows.isEmpty() || !file.rejected().isEmpty()) {
        LineFinder finder = LineFinder.of(file, rows);
        lines.put(file.file().name(), finder);
        file.rejected().forEach(rejected -> add(file, rejected, finder.ofRejected(rejected)));
      }
    }
    badRows.forEach(
        bad ->
            add(
                bad,
                Optional.ofNullable(lines.get(bad.file()))
                    .flatMap(finder -> finder.ofRow(bad.row()))));
  }

  /** The name of a section's file: quarantine.csv of the log, quarantine-items.csv of items. */
  static String fileName(RecipeSection section) {
    return section.equals(RecipeSection.LOG)
        ? "quarantine.csv"
        : "quarantine-" + section.view() + ".csv";
  }

  private void add(LoadedFile file, RejectedRow rejected, Optional<LineFinder.Line> line) {
    String text = line.map(LineFinder.Line::text).orElse(rejected.text());
    List<String> lines =
        rejected.reason().equals(RejectedRow.BROKEN_QUOTES) ? text.lines().toList() : List.of(text);
    for (int i = 0; i < lines.size(); i++) {
      long offset = i;
      add(
          new Entry(
              file.file().name(),
              line.map(found -> Long.toString(found.number() + offset)).orElse(""),
              "",
              rejected.reason(),
              lines.get(i)));
      rejectedLines++;
    }
  }

  private void add(BadRow bad, Optional<LineFinder.Line> line) {
    add(
        new Entry(
            bad.file().isEmpty() ? "(result of " + section.at("select") + ")" : bad.file(),
            line.map(found -> Long.toString(found.number())).orElse(""),
            Long.toString(bad.row()),
            bad.reason(),
            line.map(LineFinder.Line::text).orElse(bad.content())));
  }

  private void add(Entry entry) {
    entries.add(entry);
    counts.merge(entry.reason(), 1L, Long::sum);
  }

  /** Entries that are no parsed rows: a quote that is not closed makes one of every line. */
  long rejectedLines() {
    return rejectedLines;
  }

  SortedMap<String, Long> counts() {
    return counts;
  }

  /** Writes the file, or removes an older one when no row is bad. */
  Optional<Path> write(Path folder) {
    Path target = folder.resolve(fileName(section));
    try {
      if (entries.isEmpty()) {
        Files.deleteIfExists(target);
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + target, e);
    }
    AtomicFiles.write(target, this::writeTo);
    return Optional.of(target);
  }

  private void writeTo(Path file) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      writer.write("file,line,row,reason,content\n");
      for (Entry entry : entries) {
        writer.write(
            String.join(
                ",",
                quoted(entry.file()),
                entry.line(),
                entry.row(),
                quoted(entry.reason()),
                quoted(entry.content())));
        writer.write('\n');
      }
    }
  }

  /** Stops the run when too many rows are bad; call after {@link #write}. */
  void check(long rowsRead, double maxShare, Path folder) {
    long bad = entries.size();
    if (bad > maxShare * rowsRead) {
      throw new InvalidInputException(
          bad
              + " of "
              + rowsRead
              + " rows are bad, more than the share of "
              + maxShare
              + " that "
              + section.at("maxQuarantineShare")
              + " allows: "
              + counts
              + ". They are in "
              + folder.resolve(fileName(section))
              + "; correct them, filter them out with "
              + section.at("select")
              + ", or raise the share.");
    }
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
