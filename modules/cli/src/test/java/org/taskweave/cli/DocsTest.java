package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.config.ConfigPath;
import org.taskweave.core.config.LocatedProblems;
import org.taskweave.core.config.YamlText;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.reference.FieldReference;
import picocli.CommandLine;

/** What README and documentation show is true: commands, options, fields, recipes. */
class DocsTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern LINE =
      Pattern.compile("\\./taskweave (.*?)(?=\\s{2,}|$)", Pattern.MULTILINE);
  private static final Pattern INLINE = Pattern.compile("`\\./taskweave ([^`]*)`");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");
  private static final FieldReference FIELDS = FieldReference.ofRecipes();

  @TempDir Path folder;

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    pages.add(ROOT.resolve("README.md"));
    pages.add(ROOT.resolve("SECURITY.md"));
    pages.add(ROOT.resolve("model-zoo/README.md"));
    try (Stream<Path> docs = Files.list(ROOT.resolve("modules/docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    try (Stream<Path> recipes = Files.walk(ROOT.resolve("model-zoo/recipes"))) {
      recipes.filter(Files::isRegularFile).sorted().forEach(pages::add);
    }
    return pages;
  }

  /**
   * Words of each command of a page: in fenced blocks and recipes a line each, else in backticks.
   */
  private static List<List<String>> commandsOf(String page) {
    List<List<String>> commands = new ArrayList<>();
    List<String> segments = List.of(page.replaceAll(" *\\\\\n#? *", " ").split("```", -1));
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      boolean prose = i % 2 == 0 && segment.contains("`");
      Matcher matcher = (prose ? INLINE : LINE).matcher(segment);
      while (matcher.find()) {
        commands.add(words(matcher.group(1).replaceAll("\\s*\n\\s*", " ")));
      }
    }
    return commands;
  }

  /** As a shell splits them; what is optional in a list of commands is left out. */
  private static List<String> words(String command) {
    String alone = command.split("\\s\\[--|\\s#|\\.\\.\\.", 2)[0];
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+").matcher(alone);
    while (word.find()) {
      words.add(word.group().replaceAll("['\"]", ""));
    }
    return words;
  }

  static List<List<String>> commands() throws IOException {
    List<List<String>> all = new ArrayList<>();
    for (Path page : pages()) {
      all.addAll(commandsOf(Files.readString(page)));
    }
    return all.stream().distinct().filter(words -> !words.isEmpty()).toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandThatIsShownIsOne(List<String> words) {
    assertDoesNotThrow(() -> check(words), () -> "./taskweave " + String.join(" ", words));
  }

  private static void check(List<String> words) {
    CommandLine.ParseResult parsed =
        Taskweave.commandLine()
            .parseArgs(words.stream().map(DocsTest::filled).toArray(String[]::new));
    assertTrue(parsed.hasSubcommand(), words.toString());
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).equals("--set") && !words.get(0).equals("search")) {
        String path = words.get(i + 1).split("=", 2)[0];
        if (!path.equals("path")) {
          FIELDS.find(path);
        }
      }
    }
  }

  /** Words in capitals stand for what the reader gives. */
  private static String filled(String word) {
    return word.equals("N") ? "1" : word;
  }

  @Test
  void manyAreFound() throws IOException {
    assertTrue(commands().size() > 25, commands().toString());
    assertEquals(
        List.of(List.of("train", "a.yaml", "--set", "data.files=[x y]")),
        commandsOf("#   ./taskweave train a.yaml \\\n#     --set 'data.files=[x y]'   # or so"));
    assertThrows(Exception.class, () -> check(List.of("train", "--epoch", "3")));
    assertThrows(Exception.class, () -> check(List.of("train", "a.yaml", "--set", "shared.l2=1")));
    assertThrows(Exception.class, () -> check(List.of("recommend", "BUNDLE")));
  }

  static Stream<String> yaml() throws IOException {
    List<String> blocks = new ArrayList<>();
    for (Path page : pages()) {
      Matcher block = YAML.matcher(Files.readString(page));
      while (block.find()) {
        blocks.add(block.group(1));
      }
    }
    return blocks.stream();
  }

  @ParameterizedTest
  @MethodSource("yaml")
  void yamlThatIsShownHasKnownFields(String yaml) {
    LocatedProblems problems = new LocatedProblems();
    ConfigNode root = YamlText.parse(yaml, "shown.yaml", problems);
    assertEquals(List.of(), problems.found());
    ConfigNode.Mapping map = (ConfigNode.Mapping) root;
    if (map.entries().containsKey("space")) {
      for (String searched : List.of("set", "space", "tie")) {
        if (map.entries().get(searched) instanceof ConfigNode.Mapping paths) {
          paths.entries().keySet().forEach(FIELDS::find);
        }
      }
    } else if (map.entries().containsKey("data")) {
      RecipeReader.parse(yaml, "shown.yaml", List.of());
    } else {
      ConfigPath.leaves(root, "", (path, value) -> FIELDS.find(path));
    }
  }

  /** The commands under "Your own log" run one after the other, on a small log of that shape. */
  @Test
  void whatTheReadmeShowsForAnOwnLogRuns() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    int start = readme.indexOf("## Your own log");
    String section = readme.substring(start, readme.indexOf("\n## ", start + 1));
    try (InputStream log = DocsTest.class.getResourceAsStream("init/orders.csv")) {
      Files.copy(log, folder.resolve("orders.csv"));
    }
    List<String> ran = new ArrayList<>();
    for (List<String> words : commandsOf(section)) {
      if (words.get(0).equals("help")) {
        continue;
      }
      CommandRun run = CommandRun.of(words.stream().map(this::here).toArray());
      assertEquals(0, run.exitCode(), words + "\n" + run.out() + run.err());
      assertFalse(run.out().isBlank(), words.toString());
      ran.add(words.get(0));
      if (words.get(0).equals("init")) {
        assertTrue(
            section.contains(settings(Files.readString(folder.resolve("recipe.yaml")))), section);
        Files.writeString(
            folder.resolve("recipe.yaml"),
            Files.readString(folder.resolve("recipe.yaml")).replace("epochs: 5", "epochs: 1")
                + "encoder: {model: \""
                + SmallLog.tinyBert()
                + "\"}\nevaluation: {bootstrapSamples: 20}\n");
      }
    }
    assertEquals(
        List.of(
            "init",
            "train",
            "evaluate",
            "predict",
            "recommend",
            "recommend",
            "recommend",
            "inspect"),
        ran);
    assertTrue(Files.readString(folder.resolve("users.csv")).startsWith("user,"), "predictions");
  }

  /** A recipe without its comments at the head. */
  private static String settings(String recipe) {
    return recipe.replaceAll("(?m)^#.*\\n", "");
  }

  private String here(String word) {
    return word.matches("orders\\.csv|recipe\\.yaml|users\\.csv|runs/.*")
        ? folder.resolve(word).toString()
        : word;
  }
}
