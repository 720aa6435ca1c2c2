package org.taskweave.core.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The process that a temporary file belongs to.
 *
 * @param host a number made of the names of machine and container
 * @param process its number there
 * @param startSeconds when it started, in seconds since 1970; 0 if that is not known
 */
record Owner(String host, long process, long startSeconds) {

  /**
   * Numbers of processes are used again; a start is told to the second, and clocks are corrected.
   */
  private static final Duration SAME_START = Duration.ofSeconds(10);

  private static final Pattern TOKEN = Pattern.compile("([0-9a-f]{8})-(\\d{1,18})-(\\d{1,12})");
  private static final Owner THIS = thisProcess();

  static Owner current() {
    return THIS;
  }

  private static Owner thisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return new Owner(thisHost(), self.pid(), start(self).orElse(0L));
  }

  /** Two containers may have one name and each its own numbers of processes. */
  private static String thisHost() {
    String name =
        firstLine(Path.of("/proc/sys/kernel/hostname"))
            .orElseGet(() -> System.getenv().getOrDefault("COMPUTERNAME", ""));
    return String.format(Locale.ROOT, "%08x", (name + " " + numberSpace()).hashCode());
  }

  private static Optional<String> firstLine(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String numberSpace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static Optional<Long> start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::getEpochSecond);
  }

  /** As part of a file's name. */
  String token() {
    return host + "-" + process + "-" + startSeconds;
  }

  static Optional<Owner> parse(String token) {
    Matcher matcher = TOKEN.matcher(token);
    return matcher.matches()
        ? Optional.of(
            new Owner(
                matcher.group(1),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }

  /** Whether it is of this machine, so that one can tell whether it lives. */
  boolean isLocal() {
    return host.equals(THIS.host());
  }

  /** Whether a local process is gone; its number may belong to another one by now. */
  boolean isDead() {
    Optional<ProcessHandle> found = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
    if (found.isEmpty()) {
      return true;
    }
    Optional<Long> start = start(found.get());
    return startSeconds > 0
        && start.isPresent()
        && Math.abs(start.get() - startSeconds) > SAME_START.toSeconds();
  }
}
