package org.taskweave.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs what is measured in a process of its own, so that memory and warm-up are its own. */
final class ChildProcess {

  private ChildProcess() {}

  /** This JVM's options and class path, with another benchmark. */
  static List<String> benchmark(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Benchmarks.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Runs a command to its end.
   *
   * @param environment added to this process's
   * @return the lines it printed
   * @throws IllegalStateException with its output, if it fails
   */
  static List<String> run(List<String> command, Map<String, String> environment) {
    try {
      Path output = Files.createTempFile("bench", ".txt");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        int exit = builder.start().waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        if (exit != 0) {
          throw new IllegalStateException(command.get(0) + " ended with " + exit + ":\n" + text);
        }
        return text.lines().toList();
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
