package org.taskweave.data.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Inputs;
import org.taskweave.core.file.Temporary;
import org.taskweave.core.recipe.DataRecipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.FirstEvents;
import org.taskweave.data.event.LogCore;

/**
 * Reads a behaviour log through DuckDB, in this process and offline. The package's description
 * tells the rules for files, types, bad rows and duplicates.
 */
public final class LogReader {

  private final DataRecipe recipe;
  private final Path baseFolder;
  private final Set<String> numericAttributes;
  private final QueryLimits limits;

  /**
   * A reader of one recipe's log.
   *
   * @param baseFolder relative paths start there
   * @param numericAttributes attributes used as numbers, see {@link NumericAttributes}; a value of
   *     theirs that is no number makes its row bad
   */
  public LogReader(DataRecipe recipe, Path baseFolder, Set<String> numericAttributes) {
    this(recipe, baseFolder, numericAttributes, QueryLimits.standard());
  }

  LogReader(DataRecipe recipe, Path baseFolder, Set<String> numericAttributes, QueryLimits limits) {
    this.limits = limits;
    this.recipe = recipe;
    this.baseFolder = baseFolder.toAbsolutePath();
    this.numericAttributes = Set.copyOf(numericAttributes);
  }

  /**
   * The files that are read, so that nothing else is written over them.
   *
   * @throws InvalidInputException if one does not exist
   */
  public static List<Path> files(DataRecipe recipe) {
    return new LogFiles(recipe, Path.of("").toAbsolutePath(), Path.of(""), 0).named();
  }

  /**
   * Reads the whole log.
   *
   * @param quarantineFolder bad rows are written there, to quarantine.csv
   * @throws InvalidInputException for files, columns, SQL and settings that are wrong, when more
   *     rows are bad than the recipe allows, and when no event is left
   */
  public ReadLog read(Path quarantineFolder) {
    TimestampParser times = new TimestampParser(recipe.timeZone());
    Path workFolder = createWorkFolder();
    try (LogDatabase database = new LogDatabase(workFolder, limits)) {
      LogFiles logFiles =
          new LogFiles(recipe, baseFolder, workFolder, limits.diskMegabytes() << 20);
      new Inputs(logFiles.named())
          .refuse("The quarantine", quarantineFolder.resolve(Quarantine.FILE_NAME));
      List<LogFile> files = logFiles.find();
      List<LoadedFile> loaded = new LogTables(database).load(files);
      database.lock();
      return read(database, loaded, times, quarantineFolder);
    } finally {
      delete(workFolder);
    }
  }

  private ReadLog read(
      LogDatabase database, List<LoadedFile> loaded, TimestampParser times, Path quarantineFolder) {
    recipe.select().ifPresent(database::select);
    String relation = recipe.select().isPresent() ? "selected" : "log";
    EventColumns columns = EventColumns.find(recipe, database.columns(relation), numericAttributes);
    EventRows rows;
    try {
      Set<String> numeric =
          AttributeKinds.numeric(database, relation, columns.attributes(), numericAttributes);
      rows =
          new EventRows(
              columns, numeric, numericAttributes, recipe.columns().defaultAction(), times);
      rows.read(database, relation);
    } catch (SQLException e) {
      throw new InvalidInputException("The log cannot be read: " + DuckDbMessage.of(e), e);
    }
    Quarantine quarantine = new Quarantine(loaded, rows.badRows());
    long rowsRead = rows.rowsRead() + quarantine.rejectedLines();
    Optional<Path> quarantineFile = quarantine.write(quarantineFolder);
    quarantine.check(rowsRead, recipe.maxQuarantineShare(), quarantineFolder);
    List<BehaviorEvent> distinct = withoutDuplicates(rows.events());
    if (distinct.isEmpty()) {
      throw new InvalidInputException(
          "The log holds no events: "
              + rowsRead
              + " rows in "
              + loaded.stream().map(file -> file.file().name()).toList()
              + (recipe.select().isPresent() ? " after data.select." : "."));
    }
    List<BehaviorEvent> first =
        switch (recipe.repeatEvents()) {
          case KEEP -> distinct;
          case DROP -> FirstEvents.of(distinct, recipe.columns().order());
        };
    LogCore core = LogCore.of(first, recipe.core());
    if (core.events().isEmpty()) {
      throw new InvalidInputException(
          "data.core: "
              + recipe.core()
              + " leaves nothing of the log's "
              + first.size()
              + " events: no set of users and items has so many events each. Give a smaller"
              + " number.");
    }
    return new ReadLog(
        core.events(),
        new ReadReport(
            loaded.stream()
                .map(
                    file ->
                        new ReadReport.FileRows(
                            file.file().name(), file.rows(), file.rejected().size()))
                .toList(),
            rowsRead,
            core.events().size(),
            quarantine.counts(),
            rows.events().size() - distinct.size(),
            distinct.size() - first.size(),
            new ReadReport.CoreRemoval(
                first.size() - core.events().size(),
                core.usersRemoved(),
                core.itemsRemoved(),
                core.rounds()),
            EventDigest.sha256(core.events()),
            quarantineFile));
  }

  private List<BehaviorEvent> withoutDuplicates(List<BehaviorEvent> events) {
    return switch (recipe.duplicates()) {
      case KEEP -> events;
      case DROP -> new ArrayList<>(new LinkedHashSet<>(events));
    };
  }

  private static Path createWorkFolder() {
    try {
      return Temporary.folder("taskweave-log");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  private static void delete(Path folder) {
    try {
      AtomicFiles.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the temporary folder " + folder, e);
    }
  }
}
