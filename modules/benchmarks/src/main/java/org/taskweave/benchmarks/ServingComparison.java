package org.taskweave.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Latency and throughput of a bundle's engines, on one thread and on several: the number of threads
 * is fixed when a process starts, so that each has its own.
 */
@Command(
    name = "serving",
    description = "Latency and throughput: execution plan, ONNX fp32 and int8.")
final class ServingComparison implements Runnable {

  @Option(names = "--bundle", required = true, description = "a trained bundle")
  private Path bundle;

  @Option(
      names = "--threads",
      split = ",",
      defaultValue = "1,2",
      description = "default: ${DEFAULT-VALUE}")
  private List<Integer> threads;

  @Override
  public void run() {
    for (int count : threads) {
      List<String> command =
          ChildProcess.benchmark(
              "serving-times", "--bundle", bundle.toString(), "--threads", String.valueOf(count));
      ChildProcess.run(command, Map.of("OMP_NUM_THREADS", String.valueOf(count))).stream()
          .filter(line -> line.startsWith("serving "))
          .forEach(System.out::println);
    }
  }
}
