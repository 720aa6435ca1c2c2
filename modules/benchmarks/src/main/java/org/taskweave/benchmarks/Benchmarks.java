package org.taskweave.benchmarks;

import org.taskweave.benchmarks.conflict.ConflictComparison;
import org.taskweave.benchmarks.impressions.ImpressionComparison;
import org.taskweave.benchmarks.log.LogBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the benchmarks. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Timings of Taskweave; see modules/benchmarks/README.md.",
    subcommands = {
      EngineComparison.class,
      EngineTimes.class,
      ItemComparison.class,
      ItemTimes.class,
      BalancingTimes.class,
      MixedShapes.class,
      ConflictComparison.class,
      ImpressionComparison.class,
      LogBenchmark.class,
      ServingComparison.class,
      ServingTimes.class,
      ServerLoad.class,
      RankingComparison.class,
      RankingTimes.class,
      TopListTimes.class,
      Jmh.class
    })
final class Benchmarks {

  private Benchmarks() {}

  /** Runs a benchmark. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Benchmarks()).execute(arguments));
  }
}
