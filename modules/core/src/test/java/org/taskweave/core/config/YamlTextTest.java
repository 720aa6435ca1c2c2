package org.taskweave.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;

class YamlTextTest {

  private static ConfigNode.Mapping parse(String yaml, LocatedProblems problems) {
    return (ConfigNode.Mapping) YamlText.parse(yaml, "r.yaml", problems);
  }

  @Test
  void everyValueKnowsItsLine() {
    ConfigNode.Mapping root = parse("a: 1\nb:\n  - x\n  - y: z\n", new LocatedProblems());
    ConfigNode.Sequence list = (ConfigNode.Sequence) root.entries().get("b");
    assertEquals(1, root.entries().get("a").position().line());
    assertEquals(3, list.elements().get(0).position().line());
    ConfigNode.Mapping inner = (ConfigNode.Mapping) list.elements().get(1);
    assertEquals(4, inner.entries().get("y").position().line());
    assertEquals("r.yaml:4", inner.entries().get("y").position().toString());
  }

  @Test
  void quotesMakeATextOfWhatWouldBeNothing() {
    ConfigNode.Mapping root = parse("a: ~\nb: \"~\"\nc:\n", new LocatedProblems());
    assertTrue(root.entries().get("a").isNull());
    assertFalse(root.entries().get("b").isNull());
    assertTrue(root.entries().get("c").isNull());
  }

  @Test
  void aKeyThatIsWrittenTwiceIsAProblemAtItsLine() {
    LocatedProblems problems = new LocatedProblems();
    ConfigNode.Mapping root = parse("a: 1\nb: 2\na: 3\n", problems);
    assertEquals("3", ((ConfigNode.Scalar) root.entries().get("a")).text());
    assertEquals(
        "r.yaml:3: a: the key is written twice in this map: remove one",
        assertThrows(InvalidInputException.class, problems::throwIfAny).getMessage());
  }

  @Test
  void problemsComeInTheOrderOfLinesAndEachOnce() {
    LocatedProblems problems = new LocatedProblems();
    problems.add(new Position("r.yaml", 9), "b", "late");
    problems.add(new Position("r.yaml", 2), "a", "early");
    problems.add(new Position("r.yaml", 9), "b", "late");
    assertEquals(
        "r.yaml:2: a: early\nr.yaml:9: b: late",
        assertThrows(InvalidInputException.class, problems::throwIfAny).getMessage());
  }

  @Test
  void whatIsNoYamlIsRefusedWithItsLine() {
    String message =
        assertThrows(
                InvalidInputException.class, () -> parse("a: 1\nb: [1, 2\n", new LocatedProblems()))
            .getMessage();
    assertTrue(message.startsWith("r.yaml:3: not valid YAML"), message);
  }

  @Test
  void anAliasInsideItsOwnAnchorIsRefused() {
    String message =
        assertThrows(
                InvalidInputException.class, () -> parse("a: &x\n  b: *x\n", new LocatedProblems()))
            .getMessage();
    assertTrue(message.contains("an alias (*) stands inside its own anchor (&)"), message);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "two\nlines\n");
    value.put("list", List.of("1", "true", "~"));
    value.put("map", Map.of("key: with colon", "#no comment"));
    assertEquals(value, YamlText.plain(parse(YamlText.write(value), new LocatedProblems())));
  }
}
