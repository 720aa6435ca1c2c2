package org.taskweave.data.log;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory this process holds outside the Java heap, where the system tells (Linux). */
final class ProcessMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  private ProcessMemory() {}

  /** Megabytes resident, less what the heap has taken. */
  static OptionalLong nativeMegabytes() {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      long heapBytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .map(kilobytes -> kilobytes / 1024 - (heapBytes >> 20))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
