package org.taskweave.robustness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All mutations of one subject, each in a JVM that may die of it.
 *
 * @param findings what must not be, with the number of the mutation that repeats it
 */
record MutationRun(String subject, int accepted, int refused, List<String> findings) {

  /** Messages and traces take some, whatever the file. */
  private static final long FREE_HEAP_KILOBYTES = 4 * 1024;

  private static final long FREE_NATIVE_KILOBYTES = 64 * 1024;

  static MutationRun of(Subject subject, Path honest, Path work, int count)
      throws IOException, InterruptedException {
    Path report = work.resolve(subject.name() + ".txt");
    List<String> findings = new ArrayList<>();
    int next = 0;
    while (next < count) {
      int code = child(subject, honest, report, next, count);
      if (code == 0) {
        break;
      }
      Optional<Integer> died = unfinished(report);
      if (died.isEmpty()) {
        findings.add(subject.name() + ": the honest file ends with " + code + ": " + last(report));
        break;
      }
      findings.add(subject.name() + " " + died.get() + ": the process died with " + code);
      next = died.get() + 1;
    }
    return judged(subject, report, findings);
  }

  private static int child(Subject subject, Path honest, Path report, int first, int end)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1500m",
                "-Xss16m",
                "-XX:+UseSerialGC",
                "-Dorg.bytedeco.javacpp.maxbytes=4g",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=6g",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + report.resolveSibling(subject.name() + "-%p.err"),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                MutationChild.class.getName(),
                subject.name(),
                honest.toString(),
                report.toString(),
                Integer.toString(first),
                Integer.toString(end))
            .redirectErrorStream(true)
            .redirectOutput(report.resolveSibling(subject.name() + ".out").toFile())
            .start();
    return process.waitFor();
  }

  private static List<String> lines(Path report) throws IOException {
    return Files.exists(report) ? Files.readAllLines(report) : List.of();
  }

  private static String last(Path report) throws IOException {
    List<String> lines = lines(report);
    return lines.isEmpty() ? "(nothing)" : lines.get(lines.size() - 1);
  }

  private static Optional<Integer> unfinished(Path report) throws IOException {
    String last = last(report);
    return last.startsWith("start ")
        ? Optional.of(Integer.parseInt(last.substring(6)))
        : Optional.empty();
  }

  private static MutationRun judged(Subject subject, Path report, List<String> findings)
      throws IOException {
    int accepted = 0;
    int refused = 0;
    for (String line : lines(report)) {
      if (!line.startsWith("end ")) {
        continue;
      }
      String[] parts = line.split(" ", 6);
      String name = subject.name() + " " + parts[1] + ": ";
      switch (parts[4]) {
        case "accepted" -> accepted++;
        case "refused" -> refused++;
        default -> findings.add(name + line);
      }
      if (parts[4].equals("accepted") && subject.sealed()) {
        findings.add(name + "a changed file was accepted");
      }
      if (Long.parseLong(parts[2]) > FREE_HEAP_KILOBYTES
          || Long.parseLong(parts[3]) > FREE_NATIVE_KILOBYTES) {
        findings.add(
            name
                + "above twice the honest need by "
                + parts[2]
                + " KB of heap, "
                + parts[3]
                + " KB of native memory");
      }
    }
    return new MutationRun(subject.name(), accepted, refused, findings);
  }

  String summary() {
    return String.format(
        Locale.ROOT,
        "%-15s %4d accepted %4d refused %3d findings",
        subject,
        accepted,
        refused,
        findings.size());
  }
}
