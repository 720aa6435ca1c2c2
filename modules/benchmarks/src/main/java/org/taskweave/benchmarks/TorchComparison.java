package org.taskweave.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs ours and a PyTorch program in turn, each in a process of its own, and prints the ratios of
 * their minima. The program is called as {@code python script SHAPE REPEATS} and prints lines
 * "torch 16x64 forward min 1.0 median 1.1" and "torch peak resident MB 100".
 */
@Command(name = "compare", description = "Times the engine beside PyTorch; prints the ratios.")
final class TorchComparison implements Runnable {

  private static final List<String> MODES = List.of("forward", "forward+backward", "step");
  private static final Pattern TIME =
      Pattern.compile("(ours|torch) (\\d+x\\d+) (\\S+) min ([\\d.]+) median ([\\d.]+)");
  private static final Pattern MEMORY = Pattern.compile("(ours|torch) peak resident MB (\\d+)");

  @Option(names = "--python", defaultValue = "python3", description = "a Python with torch")
  private String python;

  @Option(names = "--script", required = true, description = "the PyTorch program")
  private Path script;

  @Option(
      names = "--shapes",
      split = ",",
      defaultValue = "16x64,16x128,32x64,32x128",
      description = "batch sizes and lengths (default: ${DEFAULT-VALUE})")
  private List<String> shapes;

  @Option(
      names = "--repeats",
      defaultValue = "8",
      description = "timed runs of each in a process (default: ${DEFAULT-VALUE})")
  private int repeats;

  @Option(
      names = "--rounds",
      defaultValue = "2",
      description = "processes of each, in turn (default: ${DEFAULT-VALUE})")
  private int rounds;

  private final Map<String, Double> minima = new TreeMap<>();
  private final Map<String, Long> memory = new TreeMap<>();

  @Override
  public void run() {
    for (String text : shapes) {
      String shape = Shape.parse(text).toString();
      for (int round = 0; round < rounds; round++) {
        read(shape, List.of(python, script.toString(), shape, String.valueOf(repeats)));
        read(
            shape,
            ChildProcess.benchmark(
                "engine", "--shapes", shape, "--repeats", String.valueOf(repeats)));
      }
      for (String mode : MODES) {
        print(shape, mode);
      }
      System.out.printf(
          Locale.ROOT,
          "%-8s %-18s ours %8d    torch %8d    ratio %.2f%n",
          shape,
          "peak resident MB",
          memory.get("ours " + shape),
          memory.get("torch " + shape),
          (double) memory.get("ours " + shape) / memory.get("torch " + shape));
      System.out.flush();
    }
  }

  private void print(String shape, String mode) {
    double ours = minima.get("ours " + shape + " " + mode);
    double torch = minima.get("torch " + shape + " " + mode);
    System.out.printf(
        Locale.ROOT,
        "%-8s %-18s ours %8.1f ms torch %8.1f ms ratio %.2f%n",
        shape,
        mode,
        ours,
        torch,
        ours / torch);
  }

  private void read(String shape, List<String> command) {
    ChildProcess.run(command, Map.of()).forEach(line -> take(shape, line));
  }

  private void take(String shape, String line) {
    Matcher time = TIME.matcher(line);
    if (time.matches()) {
      minima.merge(
          time.group(1) + " " + time.group(2) + " " + time.group(3),
          Double.parseDouble(time.group(4)),
          Math::min);
    }
    Matcher resident = MEMORY.matcher(line);
    if (resident.matches()) {
      memory.merge(resident.group(1) + " " + shape, Long.parseLong(resident.group(2)), Math::max);
    }
  }
}
