package org.taskweave.benchmarks.log;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.taskweave.benchmarks.ResidentMemory;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;
import org.taskweave.data.log.DuckDb;
import org.taskweave.data.log.SqlText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What any reading of a log is measured by: DuckDB sorts it by user and time into Parquet. */
@Command(
    name = "sort",
    mixinStandardHelpOptions = true,
    description = "DuckDB alone: the log sorted by user and time into a Parquet file.")
final class LogSorting implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "A log of `bench log write`.")
  private Path file;

  @Option(
      names = "--megabytes",
      defaultValue = "2048",
      description = "Of memory; DuckDB spills above. Default ${DEFAULT-VALUE}.")
  private long megabytes;

  @Override
  public Integer call() throws IOException, SQLException {
    Path folder = Temporary.folder("taskweave-sort");
    try (Connection connection =
            DuckDb.open(folder.resolve("sort.duckdb").toString(), new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("SET memory_limit = '" + megabytes + "MB'");
      statement.execute("SET temp_directory = " + SqlText.text(folder.resolve("spill").toString()));
      long start = System.nanoTime();
      statement.execute(
          "COPY (SELECT * FROM "
              + SqlText.text(file.toString())
              + " ORDER BY user, time) TO "
              + SqlText.text(folder.resolve("sorted.parquet").toString())
              + " (FORMAT parquet)");
      double seconds = (System.nanoTime() - start) / 1e9;
      long events = 0;
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT count(*) FROM "
                  + SqlText.text(folder.resolve("sorted.parquet").toString()))) {
        rows.next();
        events = rows.getLong(1);
      }
      System.out.printf(
          Locale.ROOT,
          "%,d events sorted in %.1f s: %,.0f a second; peak resident %,d MB%n",
          events,
          seconds,
          events / seconds,
          ResidentMemory.kilobytes("VmHWM") >> 10);
    } finally {
      AtomicFiles.delete(folder);
    }
    return 0;
  }
}
