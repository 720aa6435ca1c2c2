package org.taskweave.data.log;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.Inputs;
import org.taskweave.core.recipe.DataRecipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.DistinctRows;
import org.taskweave.data.event.FirstEvents;
import org.taskweave.data.event.LogCore;
import org.taskweave.data.side.SideTable;
import org.taskweave.data.side.SideTables;

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
   * The files that are read, those of the tables beside the log, too, so that nothing else is
   * written over them.
   *
   * @throws InvalidInputException if one does not exist
   */
  public static List<Path> files(DataRecipe recipe) {
    Path here = Path.of("");
    List<Path> files =
        new ArrayList<>(
            new LogFiles(recipe, RecipeSection.LOG, here.toAbsolutePath(), here, 0).named());
    recipe.items().ifPresent(items -> files.addAll(TableReader.items(items, here).files()));
    recipe.users().ifPresent(users -> files.addAll(TableReader.users(users, here).files()));
    return files;
  }

  /**
   * Reads the whole log.
   *
   * @param quarantineFolder bad rows are written there, to quarantine.csv
   * @throws InvalidInputException for files, columns, SQL and settings that are wrong, when more
   *     rows are bad than the recipe allows, and when no event is left
   */
  public ReadLog read(Path quarantineFolder) {
    return open(quarantineFolder, this::read);
  }

  /**
   * Reads all rows of some users, chosen by a hash of their names, to try what follows. Bad rows
   * are counted and left out, however many there are, and data.core is not asked.
   *
   * @param quarantineFolder bad rows are written there
   * @param rows about so many, if users have about as many each; all of a smaller log
   * @throws InvalidInputException as {@link #read}, and when none of these rows makes an event
   */
  public SomeUsers someUsers(Path quarantineFolder, long rows) {
    long start = System.nanoTime();
    return open(
        quarantineFolder,
        log -> {
          long all = log.rows();
          long parts = Math.max(1, all / Math.max(1, rows));
          log.database()
              .execute(
                  "CREATE TABLE some_users AS SELECT * FROM "
                      + log.relation()
                      + " WHERE hash("
                      + EventRows.user(columns(log))
                      + ") % "
                      + parts
                      + " = 0");
          double loadSeconds = (System.nanoTime() - start) / 1e9;
          Loaded some =
              new Loaded(log.database(), log.files(), log.quarantineFolder(), "some_users");
          List<BehaviorEvent> events = new ArrayList<>();
          EventRows read = rows(some, r -> r.read(some.database(), some.relation(), events::add));
          requireAny(events.size(), read.rowsRead(), log);
          List<BehaviorEvent> first = firstEvents(withoutDuplicates(events));
          return new SomeUsers(
              first,
              tables(first, quarantineFolder, new ArrayList<>()),
              all,
              read.rowsRead(),
              read.badRows().size(),
              memory(log).bytes(),
              loadSeconds);
        });
  }

  /**
   * Reads the log user by user, in memory that does not grow with it. What a read of the whole log
   * drops (duplicates, repeated events) is dropped here, too. Tables beside the log are not read.
   *
   * @param user gets all events of a user at once, in no order; users in the order of their names.
   *     When the reading fails at the end, because too many rows are bad, all have been handed over
   * @return as of {@link #read}, but without a hash
   * @throws InvalidInputException as {@link #read}; and where data.core asks for a look at the
   *     whole log
   */
  public ReadReport readUsers(Path quarantineFolder, Consumer<List<BehaviorEvent>> user) {
    return readUsers(quarantineFolder, user, false);
  }

  /** As above, with the hash of {@link #read}. */
  public ReadReport readHashedUsers(Path quarantineFolder, Consumer<List<BehaviorEvent>> user) {
    return readUsers(quarantineFolder, user, true);
  }

  private ReadReport readUsers(
      Path quarantineFolder, Consumer<List<BehaviorEvent>> user, boolean hashed) {
    if (recipe.core() > 1) {
      throw new InvalidInputException(
          "data.core: "
              + recipe.core()
              + " looks at the whole log, which is read user by user here: set it to 1");
    }
    return open(quarantineFolder, loaded -> readUsers(loaded, user, hashed));
  }

  /**
   * A log in a database.
   *
   * @param relation the table or view that is read
   */
  private record Loaded(
      LogDatabase database, List<LoadedFile> files, Path quarantineFolder, String relation) {

    long rows() {
      return database.number("SELECT count(*) FROM " + relation);
    }
  }

  private <T> T open(Path quarantineFolder, Function<Loaded, T> reading) {
    Path workFolder = WorkFolder.create();
    try (LogDatabase database = new LogDatabase(workFolder, limits)) {
      LogFiles logFiles =
          new LogFiles(
              recipe, RecipeSection.LOG, baseFolder, workFolder, limits.diskMegabytes() << 20);
      new Inputs(logFiles.named())
          .refuse("The quarantine", quarantineFolder.resolve(Quarantine.FILE_NAME));
      List<LogFile> files = logFiles.find();
      List<LoadedFile> loaded = new LogTables(database, RecipeSection.LOG).load(files);
      database.lock();
      recipe.select().ifPresent(select -> database.select(select, RecipeSection.LOG));
      return reading.apply(
          new Loaded(
              database,
              loaded,
              quarantineFolder,
              recipe.select().isPresent() ? "selected" : RecipeSection.LOG.view()));
    } finally {
      WorkFolder.delete(workFolder);
    }
  }

  /** Reads the rows of a log. */
  private interface RowReading {
    void read(EventRows rows) throws SQLException;
  }

  private EventColumns columns(Loaded log) {
    return EventColumns.find(recipe, log.database().columns(log.relation()), numericAttributes);
  }

  /** What all of its events would take; more than some heaps can hold. */
  private EventMemory memory(Loaded log) {
    EventColumns columns = columns(log);
    return new EventMemory(
        log.rows(),
        columns.attributes().size(),
        (columns.text().isPresent() ? 1 : 0) + (columns.basket().isPresent() ? 1 : 0));
  }

  private EventRows rows(Loaded log, RowReading reading) {
    EventColumns columns = columns(log);
    try {
      EventRows rows =
          new EventRows(
              columns,
              AttributeKinds.numeric(
                  log.database(), log.relation(), columns.attributes(), numericAttributes),
              numericAttributes,
              recipe.columns().defaultAction(),
              new TimestampParser(recipe.timeZone()));
      reading.read(rows);
      return rows;
    } catch (SQLException e) {
      throw new InvalidInputException("The log cannot be read: " + DuckDbMessage.of(e), e);
    }
  }

  private ReadLog read(Loaded log) {
    memory(log).requireRoom(Runtime.getRuntime().maxMemory());
    List<BehaviorEvent> events = new ArrayList<>();
    EventRows rows = rows(log, r -> r.read(log.database(), log.relation(), events::add));
    QuarantinedRows bad = quarantine(log, rows);
    List<BehaviorEvent> distinct = withoutDuplicates(events);
    requireAny(distinct.size(), bad.rowsRead(), log);
    List<BehaviorEvent> first = firstEvents(distinct);
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
    List<TableReport> reports = new ArrayList<>();
    SideTables tables = tables(core.events(), log.quarantineFolder(), reports);
    return new ReadLog(
        core.events(),
        tables,
        report(
            log,
            bad,
            core.events().size(),
            new Dropped(events.size() - distinct.size(), distinct.size() - first.size()),
            new ReadReport.CoreRemoval(
                first.size() - core.events().size(),
                core.usersRemoved(),
                core.itemsRemoved(),
                core.rounds()),
            EventDigest.sha256(core.events(), tables),
            reports));
  }

  private SideTables tables(
      List<BehaviorEvent> events, Path quarantineFolder, List<TableReport> reports) {
    return new SideTables(
        recipe
            .items()
            .map(
                items ->
                    table(
                        TableReader.items(items, baseFolder),
                        ids(events, BehaviorEvent::item),
                        quarantineFolder,
                        reports)),
        recipe
            .users()
            .map(
                users ->
                    table(
                        TableReader.users(users, baseFolder),
                        ids(events, BehaviorEvent::user),
                        quarantineFolder,
                        reports)));
  }

  private static Set<String> ids(List<BehaviorEvent> events, Function<BehaviorEvent, String> id) {
    return events.stream().map(id).collect(Collectors.toSet());
  }

  private static SideTable table(
      TableReader reader, Set<String> ids, Path quarantineFolder, List<TableReport> reports) {
    ReadTable read = reader.read(ids, quarantineFolder);
    reports.add(read.report());
    return read.table();
  }

  private ReadReport readUsers(Loaded log, Consumer<List<BehaviorEvent>> user, boolean hashed) {
    EventDigest digest = EventDigest.in(log.database().workFolder());
    long[] counts = new long[3];
    Consumer<List<BehaviorEvent>> finish =
        own -> {
          List<BehaviorEvent> distinct = withoutDuplicates(own);
          List<BehaviorEvent> first = firstEvents(distinct);
          counts[0] += first.size();
          counts[1] += own.size() - distinct.size();
          counts[2] += distinct.size() - first.size();
          if (hashed) {
            first.forEach(digest::add);
          }
          user.accept(first);
        };
    List<BehaviorEvent> own = new ArrayList<>();
    EventRows rows =
        rows(
            log,
            r ->
                r.readByUser(
                    log.database(),
                    log.relation(),
                    event -> {
                      if (!own.isEmpty() && !own.get(0).user().equals(event.user())) {
                        finish.accept(List.copyOf(own));
                        own.clear();
                      }
                      own.add(event);
                    }));
    if (!own.isEmpty()) {
      finish.accept(List.copyOf(own));
    }
    List<String> files = log.files().stream().map(file -> file.file().name()).toList();
    rows.badRows()
        .sort(
            Comparator.comparingInt((BadRow bad) -> files.indexOf(bad.file()))
                .thenComparingLong(BadRow::row));
    QuarantinedRows bad = quarantine(log, rows);
    requireAny(counts[0], bad.rowsRead(), log);
    return report(
        log,
        bad,
        counts[0],
        new Dropped(counts[1], counts[2]),
        new ReadReport.CoreRemoval(0, 0, 0, 0),
        hashed ? digest.sha256() : "",
        List.of());
  }

  /** What is known of the bad rows, which are written. */
  private record QuarantinedRows(Quarantine quarantine, long rowsRead, Optional<Path> file) {}

  private QuarantinedRows quarantine(Loaded log, EventRows rows) {
    Quarantine quarantine = new Quarantine(RecipeSection.LOG, log.files(), rows.badRows());
    long rowsRead = rows.rowsRead() + quarantine.rejectedLines();
    Optional<Path> file = quarantine.write(log.quarantineFolder());
    quarantine.check(rowsRead, recipe.maxQuarantineShare(), log.quarantineFolder());
    return new QuarantinedRows(quarantine, rowsRead, file);
  }

  private void requireAny(long events, long rowsRead, Loaded log) {
    if (events == 0) {
      throw new InvalidInputException(
          "The log holds no events: "
              + rowsRead
              + " rows in "
              + log.files().stream().map(file -> file.file().name()).toList()
              + (recipe.select().isPresent() ? " after data.select." : "."));
    }
  }

  private record Dropped(long duplicates, long repeats) {}

  private static ReadReport report(
      Loaded log,
      QuarantinedRows bad,
      long kept,
      Dropped dropped,
      ReadReport.CoreRemoval core,
      String sha256,
      List<TableReport> tables) {
    return new ReadReport(
        log.files().stream()
            .map(
                file ->
                    new ReadReport.FileRows(
                        file.file().name(), file.rows(), file.rejected().size()))
            .toList(),
        bad.rowsRead(),
        kept,
        bad.quarantine().counts(),
        dropped.duplicates(),
        dropped.repeats(),
        core,
        sha256,
        bad.file(),
        tables);
  }

  private List<BehaviorEvent> firstEvents(List<BehaviorEvent> distinct) {
    return switch (recipe.repeatEvents()) {
      case KEEP -> distinct;
      case DROP -> FirstEvents.of(distinct, recipe.columns().order());
    };
  }

  private List<BehaviorEvent> withoutDuplicates(List<BehaviorEvent> events) {
    return switch (recipe.duplicates()) {
      case KEEP -> events;
      case DROP -> DistinctRows.of(events);
    };
  }
}
