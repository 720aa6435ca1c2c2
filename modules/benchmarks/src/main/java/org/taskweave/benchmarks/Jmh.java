package org.taskweave.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** JMH's own command line on the benchmarks of this module. */
@Command(
    name = "jmh",
    description = "Runs JMH benchmarks; arguments are JMH's, for instance InputBenchmark or -l.")
final class Jmh implements Runnable {

  @Parameters(arity = "0..*", description = "JMH's arguments, after --")
  private List<String> arguments = List.of();

  @Override
  public void run() {
    try {
      org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
