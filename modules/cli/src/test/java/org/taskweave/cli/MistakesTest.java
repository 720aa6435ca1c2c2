package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

class MistakesTest {

  @TempDir Path folder;

  private static CommandRun refused(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(2, run.exitCode(), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    return run;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelp(String command) {
    CommandRun run = CommandRun.of(command, "--help");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().startsWith("Usage: taskweave " + command), run.out());
    assertTrue(CommandRun.of("--help").out().contains("  " + command + " "), command);
    String summary =
        Taskweave.commandLine()
            .getSubcommands()
            .get(command)
            .getCommandSpec()
            .usageMessage()
            .description()[0];
    assertTrue(summary.endsWith("."), "the list of commands shows this alone: " + summary);
  }

  static Set<String> commands() {
    return Taskweave.commandLine().getSubcommands().keySet();
  }

  /** As picocli reads descriptions: a single % would be a warning on the user's screen. */
  @ParameterizedTest
  @MethodSource("commands")
  void everyDescriptionIsAFormat(String command) {
    CommandSpec spec = Taskweave.commandLine().getSubcommands().get(command).getCommandSpec();
    Stream<String> texts =
        Stream.concat(
            Stream.of(spec.usageMessage().description()),
            spec.args().stream().flatMap(arg -> Stream.of(arg.description())));
    texts.forEach(text -> assertDoesNotThrow(() -> String.format(Locale.ROOT, text), text));
  }

  @Test
  void theVersionNamesDl4j() {
    String out = CommandRun.of("--version").out();
    assertTrue(out.matches("taskweave \\d\\S* \\(dl4j 1\\S*, java \\d.*\\)\\s*"), out);
  }

  @Test
  void aMissingRecipeIsNamed() {
    Path missing = folder.resolve("nowhere.yaml");
    assertEquals(
        missing + ": there is no such recipe: check the path, or see model-zoo/recipes",
        refused("train", missing).err().strip());
  }

  @Test
  void anUnknownKeyIsFoundWithItsLine() throws Exception {
    Path recipe = ShopLog.write(folder);
    Files.writeString(recipe, Files.readString(recipe).replace("maxTokens", "maxToken"));
    String err = refused("train", recipe).err();
    assertTrue(
        err.matches("(?s).*recipe\\.yaml:9: .*maxToken.*did you mean \"maxTokens\"\\?.*"), err);
    assertFalse(Files.exists(folder.resolve("runs")));
  }

  @Test
  void aBadOverrideIsExplained() throws Exception {
    Path recipe = ShopLog.write(folder);
    assertTrue(refused("train", recipe, "--set", "epochs").err().contains("not of the form"));
    String err = refused("train", recipe, "--set", "training.epochs=many").err();
    assertTrue(err.contains("--set training.epochs=many") && err.contains("training.epochs"), err);
    err = refused("train", recipe, "--set", "training.epoch=2").err();
    assertTrue(err.contains("did you mean \"epochs\"?"), err);
  }

  @Test
  void aLogThatIsNotThereIsNamedAndTheFolderStaysUsable() throws Exception {
    Path recipe = ShopLog.write(folder);
    Path run = folder.resolve("run");
    for (int i = 0; i < 2; i++) {
      String err = refused("train", recipe, "--out", run, "--set", "data.files=[gone.csv]").err();
      assertTrue(err.contains("gone.csv"), err);
    }
  }

  @Test
  void picocliMistakesAreShort() {
    CommandRun run = refused("train");
    assertTrue(run.err().startsWith("Give a RECIPE to start a run, or --resume FOLDER"), run.err());
    assertTrue(run.err().contains("Try \"taskweave train --help\"."), run.err());
    assertTrue(
        refused("evaluate", "x", "--splt", "dev").err().contains("Did you mean: --split\n"),
        "option");
    assertTrue(refused("trian").err().contains("train"), "command");
    assertTrue(refused().err().contains("Name a command."), "no command");
    assertTrue(refused("evaluate", "x", "--split", "all").err().contains("--split"), "split");
  }

  @Test
  void helpIsForCommandsThatThereAre() {
    for (Object[] arguments :
        new Object[][] {
          {"nonsense", "--help"}, {"--help", "nonsense"}, {"train", "a.yaml", "b.yaml", "--help"}
        }) {
      CommandRun run = refused(arguments);
      assertTrue(run.err().contains("Unmatched argument"), run.err());
      assertEquals("", run.out());
    }
    assertTrue(
        refused("trian", "--help").err().contains("Did you mean: taskweave train\n"), "hint");
  }

  /** Each would have ended with a trace, or with the process. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "training.batchSize=2147483647",
        "evaluation.batchSize=2147483647",
        "representation.hidden=2000000000",
        "sharing={kind: mmoe, experts: 1000000}",
        "sharing={kind: ple, levels: 100000}",
        "sequence.maxTokens=2147483647",
        "evaluation.bootstrapSamples=2147483647"
      })
  void sizesHaveBounds(String override) throws Exception {
    Path recipe = ShopLog.write(folder);
    String err = refused("train", recipe, "--out", folder.resolve("run"), "--set", override).err();
    assertTrue(err.contains("must be at most "), err);
  }

  @Command(name = "fill")
  static final class Filling implements Runnable {
    @Option(names = "--wrapped")
    private boolean wrapped;

    @Option(names = "--message")
    private String message;

    @Override
    public void run() {
      OutOfMemoryError error = new OutOfMemoryError(message);
      if (wrapped) {
        throw new IllegalStateException("a kernel failed", error);
      }
      throw error;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Java heap space, --memory",
    "GC overhead limit exceeded, --memory",
    "Physical memory usage is too high, training.batchSize",
    "Physical memory usage is too high, --memory"
  })
  void memoryThatRunsOutNamesTheSetting(String message, String setting) {
    for (List<String> more : List.of(List.<String>of(), List.of("--wrapped"))) {
      CommandLine program = Taskweave.commandLine().addSubcommand(new Filling());
      java.io.StringWriter err = new java.io.StringWriter();
      program.setErr(new java.io.PrintWriter(err, true));
      List<String> arguments = new java.util.ArrayList<>(List.of("fill", "--message", message));
      arguments.addAll(more);
      assertEquals(1, program.execute(arguments.toArray(String[]::new)));
      assertTrue(err.toString().startsWith("out of memory"), err.toString());
      assertTrue(err.toString().contains(setting), err.toString());
      assertEquals(1, err.toString().lines().count(), err.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "4x, --memory 4x: is no size of memory",
    "500m, give at least 1g",
    "31g, is for the launcher taskweave"
  })
  void memoryIsASizeThatTheLauncherGave(String size, String message) {
    for (List<String> arguments :
        List.of(List.of("runs", "--memory", size), List.of("--memory=" + size, "runs"))) {
      CommandRun run = CommandRun.of(arguments.toArray());
      assertEquals(2, run.exitCode());
      assertTrue(run.err().startsWith("--memory " + size), run.err());
      assertTrue(run.err().contains(message), run.err());
    }
  }

  @Command(name = "fail")
  static final class Failing implements Runnable {
    @Override
    public void run() {
      throw new java.io.UncheckedIOException(
          "cannot write x", new java.io.IOException("No space left on device"));
    }
  }

  @Test
  void aFailureExitsOneWithItsCause() {
    CommandLine program = Taskweave.commandLine().addSubcommand(new Failing());
    java.io.StringWriter err = new java.io.StringWriter();
    program.setErr(new java.io.PrintWriter(err, true));
    assertEquals(1, program.execute("fail"));
    assertTrue(err.toString().startsWith("cannot write x: "), err.toString());
    assertTrue(err.toString().contains("No space left on device"), err.toString());
    assertTrue(err.toString().contains("--stacktrace shows where"), err.toString());
    assertEquals(1, program.execute("--stacktrace", "fail"));
    assertTrue(err.toString().contains("\tat "), err.toString());
  }

  @Test
  void helpExplainsCommandsAndFields() {
    assertTrue(CommandRun.of("help", "train").out().startsWith("Usage: taskweave train"));
    assertTrue(CommandRun.of("help").out().startsWith("Usage: taskweave"));
    String head = CommandRun.of("help", "recipe").out();
    assertTrue(head.contains("  sequenceModel "), head);
    String label = CommandRun.of("help", "recipe", "tasks.label").out();
    assertTrue(label.startsWith("tasks.*.label\n"), label);
    assertTrue(label.contains("tasks.*.label.occurs"), label);
    assertTrue(refused("help", "recipe", "task.label").err().contains("did you mean"));
    assertEquals(
        "trian: there is no such command; did you mean \"train\"?",
        refused("help", "trian").err().strip());
  }
}
