package org.taskweave.data.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Cancels a running statement that goes past its limits. DuckDB looks for that between vectors of
 * rows; a single call that builds an enormous value goes on, so that past the hard limit of memory,
 * or when the statement has not stopped a minute after it was told to, the last resort is called.
 */
final class QueryWatch implements AutoCloseable {

  private static final long MILLIS_BETWEEN_LOOKS = 50;
  private static final Duration TO_STOP = Duration.ofMinutes(1);

  private final Statement statement;
  private final Path workFolder;
  private final QueryLimits limits;
  private final Consumer<String> lastResort;
  private final long startNanos = System.nanoTime();
  private final OptionalLong megabytesAtStart = ProcessMemory.nativeMegabytes();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "taskweave-query-watch");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Optional<String> reason = Optional.empty();

  /**
   * Starts to watch.
   *
   * @param lastResort gets the reason; does not return in a program, see {@link #endProcess}
   */
  QueryWatch(
      Statement statement, Path workFolder, QueryLimits limits, Consumer<String> lastResort) {
    this.statement = statement;
    this.workFolder = workFolder;
    this.limits = limits;
    this.lastResort = lastResort;
    var unused =
        looks.scheduleWithFixedDelay(
            this::look, MILLIS_BETWEEN_LOOKS, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
  }

  /** Ends the process with a message and the exit status of a user's mistake. */
  static void endProcess(String reason) {
    System.err.println("data.select: the program ends, since the select " + reason);
    Runtime.getRuntime().halt(2);
  }

  /** Why the statement was cancelled, if it was. */
  Optional<String> reason() {
    return reason;
  }

  private void look() {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
    long grown = grownMegabytes();
    if (grown > limits.hardMegabytes()) {
      lastResort.accept("took " + grown + " MB of memory and could not be stopped.");
    } else if (elapsed.compareTo(limits.time()) > 0) {
      cancel("ran longer than " + limits.time().toMillis() / 1000.0 + " seconds.");
      if (elapsed.compareTo(limits.time().plus(TO_STOP)) > 0) {
        lastResort.accept(reason.orElseThrow() + " It could not be stopped.");
      }
    } else if (grown > limits.processMegabytes()) {
      cancel("took more than " + limits.processMegabytes() + " MB of memory.");
    } else if (folderMegabytes() > limits.diskMegabytes()) {
      cancel("took more than " + limits.diskMegabytes() + " MB of disk.");
    }
  }

  private void cancel(String why) {
    if (reason.isEmpty()) {
      reason = Optional.of(why);
    }
    try {
      statement.cancel();
    } catch (SQLException e) {
      // it has ended by itself
    }
  }

  private long grownMegabytes() {
    OptionalLong now = ProcessMemory.nativeMegabytes();
    return now.isPresent() && megabytesAtStart.isPresent()
        ? now.getAsLong() - megabytesAtStart.getAsLong()
        : 0;
  }

  private long folderMegabytes() {
    try (Stream<Path> files = Files.walk(workFolder)) {
      return files.mapToLong(QueryWatch::bytes).sum() >> 20;
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /** DuckDB removes what it spilled while this looks. */
  private static long bytes(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Ends the watch; no cancelling after this. */
  @Override
  public void close() {
    looks.shutdownNow();
    try {
      looks.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
