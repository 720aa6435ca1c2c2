package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeExampleTest {

  private static final Path README = Path.of("..", "..", "README.md");
  private static final Path EXAMPLE =
      Path.of("src", "test", "java", "org", "taskweave", "cli", "QuickStart.java");

  @TempDir Path folder;

  @Test
  void theExampleRuns() throws Exception {
    Path recipe = ShopLog.write(folder);
    PrintStream console = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      QuickStart.main(new String[] {recipe.toString(), folder.resolve("run").toString()});
    } finally {
      System.setOut(console);
    }
    String printed = out.toString(StandardCharsets.UTF_8);
    assertTrue(printed.contains("reorder    auc ↑"), printed);
    assertEquals(
        2,
        printed.lines().filter(l -> l.matches("(anna|ben) buys again: 0\\.\\d{3}")).count(),
        printed);
  }

  @Test
  void theReadmeShowsTheExampleAsItIs() throws Exception {
    Matcher shown =
        Pattern.compile(
                "<!-- example -->\\s*```java\\n(.*?)```\\s*<!-- /example -->", Pattern.DOTALL)
            .matcher(Files.readString(README));
    assertTrue(shown.find(), "README.md has no example between its markers");
    String code = Files.readString(EXAMPLE).replaceFirst("package org\\.taskweave\\.cli;\\s*", "");
    assertEquals(code, shown.group(1));
  }
}
