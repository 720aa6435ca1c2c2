package org.taskweave.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.reference.FieldReference;
import org.taskweave.core.reference.TextReference;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "help",
    description = {
      "Explains a command, or the fields of recipes.",
      "As in help train, help recipe, help recipe tasks.label."
    })
final class HelpCommand implements Runnable {

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND | recipe [FIELD]",
      description = "What to explain; names that a recipe gives may be left out of a field's path.")
  private List<String> words = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (!words.isEmpty() && words.get(0).equals("recipe")) {
      out.print(
          words.size() > 1 ? field(String.join(".", words.subList(1, words.size()))) : head());
    } else {
      command().usage(out);
    }
    out.flush();
  }

  private static String head() {
    return TextReference.list(FieldReference.ofRecipes().fields())
        + "More of each: taskweave help recipe FIELD, as in help recipe tasks.label\n";
  }

  private static String field(String path) {
    return TextReference.describe(FieldReference.ofRecipes().find(path));
  }

  private CommandLine command() {
    CommandLine command = spec.commandLine().getParent();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        List<String> known = new ArrayList<>(command.getSubcommands().keySet());
        known.add("recipe");
        throw new InvalidInputException(
            word + ": there is no such command; " + Suggestion.forMessage(word, known));
      }
      command = next;
    }
    return command;
  }
}
