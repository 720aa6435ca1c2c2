package org.taskweave.benchmarks;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long the ranking of a whole catalog for one user takes, in a process with one native thread.
 */
@Command(name = "ranking", description = "Latency of next items for one user, on one thread.")
final class RankingComparison implements Runnable {

  @Option(
      names = "--items",
      split = ",",
      defaultValue = "1000,10000,100000",
      description = "sizes of the catalog (default: ${DEFAULT-VALUE})")
  private List<Integer> items;

  @Override
  public void run() {
    for (int count : items) {
      ChildProcess.run(
              ChildProcess.benchmark("ranking-times", "--items", String.valueOf(count)),
              Map.of("OMP_NUM_THREADS", "1"))
          .stream()
          .filter(line -> line.startsWith("ranking "))
          .forEach(System.out::println);
    }
  }
}
