package org.taskweave.data.log;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.Inputs;
import org.taskweave.core.recipe.TableRecipe;
import org.taskweave.data.side.DatedRow;
import org.taskweave.data.side.SideTable;

/**
 * Reads a table beside the log, by the rules that the log is read by: the same files and formats,
 * the same limits of a select, and a quarantine of its own.
 */
public final class TableReader {

  private final TableRecipe recipe;
  private final RecipeSection section;
  private final Path baseFolder;

  private TableReader(TableRecipe recipe, RecipeSection section, Path baseFolder) {
    this.recipe = recipe;
    this.section = section;
    this.baseFolder = baseFolder.toAbsolutePath();
  }

  /**
   * A reader of the table of items.
   *
   * @param baseFolder relative paths start there
   */
  public static TableReader items(TableRecipe recipe, Path baseFolder) {
    return new TableReader(recipe, RecipeSection.ITEMS, baseFolder);
  }

  /** As above, of the table of users. */
  public static TableReader users(TableRecipe recipe, Path baseFolder) {
    return new TableReader(recipe, RecipeSection.USERS, baseFolder);
  }

  /** The files that are read, so that nothing else is written over them. */
  public List<Path> files() {
    return new LogFiles(recipe, section, baseFolder, Path.of(""), 0).named();
  }

  /**
   * Reads the whole table.
   *
   * @param idsOfLog ids that the log's events have, to count those that the table does not know
   * @param quarantineFolder bad rows are written there, to quarantine-items.csv or
   *     quarantine-users.csv
   * @throws InvalidInputException for files, columns, SQL and settings that are wrong, when more
   *     rows are bad than the recipe allows, and when no row is left
   */
  public ReadTable read(Set<String> idsOfLog, Path quarantineFolder) {
    QueryLimits limits = QueryLimits.standard();
    Path workFolder = WorkFolder.create();
    try (LogDatabase database = new LogDatabase(workFolder, limits)) {
      LogFiles files =
          new LogFiles(recipe, section, baseFolder, workFolder, limits.diskMegabytes() << 20);
      new Inputs(files.named())
          .refuse("The quarantine", quarantineFolder.resolve(Quarantine.fileName(section)));
      List<LoadedFile> loaded = new LogTables(database, section).load(files.find());
      database.lock();
      return read(database, loaded, idsOfLog, quarantineFolder);
    } finally {
      WorkFolder.delete(workFolder);
    }
  }

  private ReadTable read(
      LogDatabase database, List<LoadedFile> loaded, Set<String> idsOfLog, Path quarantineFolder) {
    recipe.select().ifPresent(select -> database.select(select, section));
    String relation = recipe.select().isPresent() ? "selected" : section.view();
    TableRows rows =
        new TableRows(
            recipe,
            new ColumnSearch(section, recipe, database.columns(relation)),
            new TimestampParser(recipe.timeZone()));
    try {
      rows.read(database, relation);
    } catch (SQLException e) {
      throw new InvalidInputException(
          section.path() + ": the table cannot be read: " + DuckDbMessage.of(e), e);
    }
    Quarantine quarantine = new Quarantine(section, loaded, rows.badRows());
    long rowsRead = rows.rowsRead() + quarantine.rejectedLines();
    Optional<Path> quarantineFile = quarantine.write(quarantineFolder);
    quarantine.check(rowsRead, recipe.maxQuarantineShare(), quarantineFolder);
    Map<String, List<DatedRow>> byId = rows.rows();
    if (byId.isEmpty()) {
      throw new InvalidInputException(
          section.path()
              + ": the table holds no row: "
              + rowsRead
              + " read in "
              + loaded.stream().map(file -> file.file().name()).toList());
    }
    return new ReadTable(
        new SideTable(byId),
        new TableReport(
            section.view(),
            loaded.stream()
                .map(
                    file ->
                        new ReadReport.FileRows(
                            file.file().name(), file.rows(), file.rejected().size()))
                .toList(),
            rowsRead,
            byId.values().stream().mapToLong(List::size).sum(),
            byId.size(),
            quarantine.counts(),
            quarantineFile,
            idsOfLog.size(),
            idsOfLog.stream().filter(id -> !byId.containsKey(id)).count()));
  }
}
