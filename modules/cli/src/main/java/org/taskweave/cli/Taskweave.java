package org.taskweave.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.input.Deserialization;
import org.taskweave.core.memory.MemoryBudget;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program. */
@Command(
    name = "taskweave",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = ProgramVersion.class,
    description = "Multi-task recommendation over behaviour sequences, in one JVM process.",
    subcommands = {
      HelpCommand.class,
      InitCommand.class,
      TrainCommand.class,
      PretrainCommand.class,
      SearchCommand.class,
      CompareCommand.class,
      AblateCommand.class,
      DistillCommand.class,
      TreesCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      RecommendCommand.class,
      VectorsCommand.class,
      CatalogCommand.class,
      InspectCommand.class,
      GatesCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      ServeCommand.class,
      UpdateCommand.class,
      RunsCommand.class,
      SignCommand.class
    })
public final class Taskweave implements Runnable {

  private static final int FAILURE = 1;
  private static final int USER_ERROR = 2;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean stackTrace;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** The JVM has its memory from the launcher, before anything here runs. */
  @Option(
      names = "--memory",
      scope = ScopeType.INHERIT,
      paramLabel = "SIZE",
      description =
          "All memory that the process may take, such as 4g; three quarters of the machine's, or of"
              + " the container's, by default. Half of it is the Java heap.")
  void setMemory(String size) {
    try {
      if (MemoryBudget.parse("--memory " + size, size).equals(MemoryBudget.ofProcess())) {
        return;
      }
    } catch (InvalidInputException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "--memory "
            + size
            + " is for the launcher taskweave; a JVM that is started by hand has its own -Xmx, and -D"
            + MemoryBudget.PROPERTY
            + "="
            + size
            + " for what lies outside of the heap");
  }

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    Deserialization.forbid();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    Taskweave program = new Taskweave();
    return new CommandLine(program)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Taskweave::run)
        .setExecutionExceptionHandler(program::handle)
        .setParameterExceptionHandler(Taskweave::explain);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
  }

  /** Help is given for what there is: picocli would forget an unknown word beside --help. */
  private static int run(CommandLine.ParseResult parsed) {
    for (CommandLine command : parsed.asCommandLineList()) {
      if (!command.getUnmatchedArguments().isEmpty()) {
        throw new CommandLine.UnmatchedArgumentException(command, command.getUnmatchedArguments());
      }
    }
    MemoryBudget.ofProcess().limitNatives();
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      PrintWriter err = parsed.commandSpec().commandLine().getErr();
      err.println(MemoryMessage.of(e));
      err.flush();
      return FAILURE;
    }
  }

  private int handle(Exception error, CommandLine commandLine, CommandLine.ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    Optional<OutOfMemoryError> memory = MemoryMessage.cause(error);
    boolean userError = error instanceof InvalidInputException;
    err.println(memory.map(MemoryMessage::of).orElseGet(() -> message(error)));
    if (stackTrace) {
      error.printStackTrace(err);
    } else if (!userError && memory.isEmpty()) {
      err.println("(" + error.getClass().getName() + "; --stacktrace shows where)");
    }
    err.flush();
    return userError ? USER_ERROR : FAILURE;
  }

  /** The message, and what caused an error of reading or writing. */
  private static String message(Exception error) {
    String message = error.getMessage() == null ? error.toString() : error.getMessage();
    return error instanceof UncheckedIOException && error.getCause() != null
        ? message + ": " + error.getCause()
        : message;
  }

  private static int explain(CommandLine.ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(error.getMessage());
    if (error instanceof CommandLine.UnmatchedArgumentException unmatched) {
      suggestion(command.getCommandSpec(), unmatched.getUnmatched().get(0)).ifPresent(err::println);
    }
    err.println("Try \"" + command.getCommandSpec().qualifiedName() + " --help\".");
    err.flush();
    return USER_ERROR;
  }

  private static Optional<String> suggestion(CommandLine.Model.CommandSpec command, String word) {
    if (word.startsWith("-")) {
      return Suggestion.nearest(word, command.optionsMap().keySet())
          .map(option -> "Did you mean: " + option);
    }
    return Suggestion.nearest(word, command.subcommands().keySet())
        .map(name -> "Did you mean: " + command.qualifiedName() + " " + name);
  }
}
