package org.taskweave.robustness;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.input.Deserialization;

/**
 * Reads mutated files one after the other, and writes down each before and after: what ends this
 * process is known by the line that lacks its second half.
 *
 * <p>Arguments: subject, folder with the honest files, report, first mutation, the one after the
 * last.
 */
public final class MutationChild {

  private static final long HANGS_AFTER_MILLIS = 30_000;
  private static final int HUNG = 3;
  private static volatile long began = Long.MAX_VALUE;

  private final Subject subject;
  private final Path honest;
  private final Path copy;
  private final Path report;

  private MutationChild(Subject subject, Path honest, Path report) {
    this.subject = subject;
    this.honest = honest;
    this.copy = report.resolveSibling(subject.name() + "-copy");
    this.report = report;
  }

  public static void main(String[] arguments) throws IOException {
    Deserialization.forbid();
    Thread watch = new Thread(MutationChild::watch);
    watch.setDaemon(true);
    watch.start();
    MutationChild child =
        new MutationChild(
            Subjects.named(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
    child.run(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
    System.exit(0);
  }

  private static void watch() {
    while (true) {
      try {
        Thread.sleep(500);
      } catch (InterruptedException e) {
        return;
      }
      if (System.currentTimeMillis() - began > HANGS_AFTER_MILLIS) {
        Runtime.getRuntime().halt(HUNG);
      }
    }
  }

  private void run(int first, int end) throws IOException {
    // What is read once a process (libraries, classes) is no file's need.
    Need need = null;
    for (int i = 0; i < 3; i++) {
      copy();
      Need[] found = new Need[1];
      String outcome = outcome(found);
      if (!outcome.equals("accepted")) {
        write("honest " + outcome);
        System.exit(1);
      }
      need = found[0];
    }
    write(
        String.format(
            Locale.ROOT, "honest %d KB, %d KB native", need.heap() / 1024, need.nativeKilobytes()));
    for (int i = first; i < end; i++) {
      copy();
      subject.mutate(copy, i);
      write("start " + i);
      Need[] found = new Need[1];
      String outcome = outcome(found);
      write(
          String.format(
              Locale.ROOT,
              "end %d %d %d %s",
              i,
              (found[0].heap() - 2 * need.heap()) / 1024,
              found[0].nativeKilobytes() - 2 * need.nativeKilobytes(),
              outcome));
    }
  }

  private void copy() throws IOException {
    if (Files.exists(copy)) {
      try (Stream<Path> files = Files.walk(copy)) {
        for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(copy);
    try (Stream<Path> files = Files.list(honest)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
  }

  private void write(String line) throws IOException {
    Files.writeString(
        report,
        line.replaceAll("\\R", " ") + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** What a file took: bytes of Java objects, and growth of the process at its height. */
  private record Need(long heap, long nativeKilobytes) {}

  private String outcome(Need[] need) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    resetHeight();
    long before = memory("VmRSS");
    long heap = threads.getCurrentThreadAllocatedBytes();
    began = System.currentTimeMillis();
    String outcome;
    try {
      subject.use().of(copy);
      outcome = "accepted";
    } catch (InvalidInputException e) {
      boolean named = e.getMessage().contains(copy.getFileName().toString());
      outcome = (named ? "refused " : "nameless ") + e.getMessage();
    } catch (Throwable e) {
      outcome = "failed " + e + " " + List.of(e.getStackTrace()).stream().limit(6).toList();
    }
    began = Long.MAX_VALUE;
    need[0] = new Need(threads.getCurrentThreadAllocatedBytes() - heap, memory("VmHWM") - before);
    return outcome;
  }

  private static void resetHeight() throws IOException {
    Path file = Path.of("/proc/self/clear_refs");
    if (Files.isWritable(file)) {
      Files.writeString(file, "5");
    }
  }

  private static long memory(String name) throws IOException {
    Path file = Path.of("/proc/self/status");
    if (!Files.exists(file)) {
      return 0;
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
