package org.taskweave.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/**
 * Runs ours and a PyTorch program in turn, each in a process of its own, and prints the ratios of
 * their minima. The program is called as {@code python script SHAPE REPEATS} and prints lines
 * "torch 16x64 forward min 1.0 median 1.1" and "torch peak resident MB 100". Where both sides tell
 * their processor's time ("... median 1.1 processor 1.5"), which other work on the machine changes
 * less, its ratio is printed, too.
 */
abstract class TorchComparison implements Runnable {

  private static final List<String> MODES = List.of("forward", "forward+backward", "step");
  private static final String PROCESSOR = " processor";
  private static final Pattern TIME =
      Pattern.compile(
          "(ours|torch) (\\d+x\\d+) (\\S+) min ([\\d.]+) median ([\\d.]+)(?: processor ([\\d.]+))?");
  private static final Pattern MEMORY = Pattern.compile("(ours|torch) peak resident MB (\\d+)");

  @Option(names = "--python", defaultValue = "python3", description = "a Python with torch")
  private String python;

  @Option(names = "--script", required = true, description = "the PyTorch program")
  private Path script;

  @Option(
      names = "--shapes",
      split = ",",
      description = "batch sizes and lengths (default: 16x64,16x128,32x64,32x128; of items 32x100)")
  private List<String> shapes = List.of();

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

  /** The benchmark that is our side. */
  abstract String ours();

  /** Batch sizes and lengths if none are asked for. */
  abstract List<String> usualShapes();

  @Override
  public void run() {
    for (String text : shapes.isEmpty() ? usualShapes() : shapes) {
      String shape = Shape.parse(text).toString();
      for (int round = 0; round < rounds; round++) {
        read(shape, List.of(python, script.toString(), shape, String.valueOf(repeats)));
        read(
            shape,
            ChildProcess.benchmark(
                ours(), "--shapes", shape, "--repeats", String.valueOf(repeats)));
      }
      for (String mode : MODES) {
        print(shape, mode);
      }
      System.out.printf(
          Locale.ROOT,
          "%-8s %-27s ours %8d    torch %8d    ratio %.2f%n",
          shape,
          "peak resident MB",
          memory.get("ours " + shape),
          memory.get("torch " + shape),
          (double) memory.get("ours " + shape) / memory.get("torch " + shape));
      System.out.flush();
    }
  }

  private void print(String shape, String mode) {
    print(shape, mode, "");
    if (minima.containsKey(key("ours", shape, mode, PROCESSOR))
        && minima.containsKey(key("torch", shape, mode, PROCESSOR))) {
      print(shape, mode, PROCESSOR);
    }
  }

  private void print(String shape, String mode, String clock) {
    double ours = minima.get(key("ours", shape, mode, clock));
    double torch = minima.get(key("torch", shape, mode, clock));
    System.out.printf(
        Locale.ROOT,
        "%-8s %-27s ours %8.1f ms torch %8.1f ms ratio %.2f%n",
        shape,
        mode + clock,
        ours,
        torch,
        ours / torch);
  }

  private static String key(String side, String shape, String mode, String clock) {
    return side + " " + shape + " " + mode + clock;
  }

  private void read(String shape, List<String> command) {
    ChildProcess.run(command, Map.of()).forEach(line -> take(shape, line));
  }

  private void take(String shape, String line) {
    Matcher time = TIME.matcher(line);
    if (time.matches()) {
      String key = key(time.group(1), time.group(2), time.group(3), "");
      minima.merge(key, Double.parseDouble(time.group(4)), Math::min);
      if (time.group(6) != null) {
        minima.merge(key + PROCESSOR, Double.parseDouble(time.group(6)), Math::min);
      }
    }
    Matcher resident = MEMORY.matcher(line);
    if (resident.matches()) {
      memory.merge(resident.group(1) + " " + shape, Long.parseLong(resident.group(2)), Math::max);
    }
  }
}
