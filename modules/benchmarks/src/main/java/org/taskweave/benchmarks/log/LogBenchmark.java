package org.taskweave.benchmarks.log;

import picocli.CommandLine.Command;

/** Logs of any size: written, sorted by DuckDB alone, and trained on. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = "A generated log from its file to a training: events a second, and memory.",
    subcommands = {LogWriting.class, LogSorting.class, LogTraining.class})
public final class LogBenchmark {}
