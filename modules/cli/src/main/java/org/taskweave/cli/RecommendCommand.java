package org.taskweave.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

@Command(
    name = "recommend",
    description = "Recommends users, items for a user, or a user's next items.",
    subcommands = {
      RecommendUsersCommand.class,
      RecommendItemsCommand.class,
      RecommendNextCommand.class
    })
final class RecommendCommand implements Runnable {

  @Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name what to recommend: users, items or next.");
  }
}
