package org.taskweave.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.reference.FieldReference;
import org.taskweave.core.reference.TextReference;
import org.taskweave.hyperparam.study.StudyReference;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "help",
    description = {
      "Explains a command, or the fields of recipes and studies.",
      "As in help train, help recipe, help recipe tasks.label, help study budget."
    })
final class HelpCommand implements Runnable {

  /** Kinds of files whose fields are explained. */
  private static final Map<String, Supplier<FieldReference>> FILES =
      Map.of("recipe", FieldReference::ofRecipes, "study", StudyReference::ofStudies);

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND | recipe [FIELD] | study [FIELD]",
      description = "What to explain; names that a recipe gives may be left out of a field's path.")
  private List<String> words = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Supplier<FieldReference> fields = words.isEmpty() ? null : FILES.get(words.get(0));
    if (fields != null) {
      out.print(
          words.size() > 1
              ? TextReference.describe(
                  fields.get().find(String.join(".", words.subList(1, words.size()))))
              : head(fields.get()));
    } else {
      command().usage(out);
    }
    out.flush();
  }

  private String head(FieldReference reference) {
    return TextReference.list(reference.fields())
        + "More of each: taskweave help "
        + words.get(0)
        + " FIELD, as in help recipe tasks.label\n";
  }

  private CommandLine command() {
    CommandLine command = spec.commandLine().getParent();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        List<String> known = new ArrayList<>(command.getSubcommands().keySet());
        known.addAll(FILES.keySet());
        throw new InvalidInputException(
            word + ": there is no such command; " + Suggestion.forMessage(word, known));
      }
      command = next;
    }
    return command;
  }
}
