package org.taskweave.benchmarks.conflict;

import picocli.CommandLine.Command;

/** What architectures and ways of balancing are worth on tasks whose conflict is controlled. */
@Command(
    name = "conflict",
    mixinStandardHelpOptions = true,
    description = "Architectures, or ways of balancing, on synthetic tasks of controlled conflict.",
    subcommands = {SharingConflict.class, BalancingConflict.class, BottleneckConflict.class})
public final class ConflictComparison {}
