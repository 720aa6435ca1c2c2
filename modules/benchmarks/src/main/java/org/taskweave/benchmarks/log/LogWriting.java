package org.taskweave.benchmarks.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a {@link GeneratedLog}. */
@Command(
    name = "write",
    mixinStandardHelpOptions = true,
    description = "Writes a log; the same call writes the same one.")
final class LogWriting implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "A .csv or .parquet, which is written over.")
  private Path file;

  @Option(names = "--events", defaultValue = "1000000", description = "Default ${DEFAULT-VALUE}.")
  private long events;

  @Option(names = "--users", defaultValue = "40000", description = "Default ${DEFAULT-VALUE}.")
  private long users;

  @Option(names = "--items", defaultValue = "20000", description = "Default ${DEFAULT-VALUE}.")
  private long items;

  @Option(
      names = "--skew",
      defaultValue = "3",
      description = "Of items' frequencies, 1 for none; default ${DEFAULT-VALUE}.")
  private double skew;

  @Option(
      names = "--user-skew",
      defaultValue = "1.5",
      description = "Of users' frequencies, 1 for none; default ${DEFAULT-VALUE}.")
  private double userSkew;

  @Option(names = "--actions", defaultValue = "3", description = "Default ${DEFAULT-VALUE}.")
  private int actions;

  @Option(names = "--texts", description = "Items have texts.")
  private boolean texts;

  @Option(names = "--seed", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  public Integer call() throws IOException, SQLException {
    long start = System.nanoTime();
    new GeneratedLog(events, users, items, skew, userSkew, actions, texts, seed).write(file);
    System.out.printf(
        Locale.ROOT,
        "%,d events, %,d MB, written in %.1f s%n",
        events,
        Files.size(file) >> 20,
        (System.nanoTime() - start) / 1e9);
    return 0;
  }
}
