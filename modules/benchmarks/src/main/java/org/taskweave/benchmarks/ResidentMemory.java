package org.taskweave.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux counts as a process's memory. */
public final class ResidentMemory {

  private ResidentMemory() {}

  /**
   * A figure of this process.
   *
   * @param name VmRSS, or VmHWM for the peak
   * @return 0 on other systems
   */
  public static long kilobytes(String name) {
    return kilobytes(ProcessHandle.current().pid(), name);
  }

  /**
   * A figure of /proc/PID/status.
   *
   * @param name VmRSS, or VmHWM for the peak
   * @return 0 on other systems, and if there is no such process
   */
  public static long kilobytes(long process, String name) {
    Path status = Path.of("/proc", Long.toString(process), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
