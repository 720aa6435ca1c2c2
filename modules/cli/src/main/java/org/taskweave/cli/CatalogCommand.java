package org.taskweave.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

@Command(
    name = "catalog",
    description = "The items that a bundle knows.",
    subcommands = CatalogAddCommand.class)
final class CatalogCommand implements Runnable {

  @Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name what to do with the catalog: add.");
  }
}
