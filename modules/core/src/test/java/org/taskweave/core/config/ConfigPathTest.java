package org.taskweave.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;

class ConfigPathTest {

  private static ConfigNode yaml(String text) {
    return YamlText.parseValue(text, "--set");
  }

  private static Object with(String root, String path, String value) {
    return YamlText.plain(ConfigPath.parse(path).replace(yaml(root), yaml(value)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a.b-c", "list[0].weight", "user[\"a.b\"].log1p", "x[\"q\\\"\\\\\"]"})
  void aPathIsWrittenAsItWasRead(String path) {
    assertEquals(path, ConfigPath.parse(path).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "a..b", "a b", "a[b]", "a[\"b]", "a.", "a[-1]"})
  void whatIsNoPathIsRefused(String path) {
    assertThrows(InvalidInputException.class, () -> ConfigPath.parse(path));
  }

  @Test
  void findsValuesInMapsAndLists() {
    ConfigNode root = yaml("{a: [x, {b: y}], c: z}");
    assertEquals(
        "y", ((ConfigNode.Scalar) ConfigPath.parse("a[1].b").find(root).orElseThrow()).text());
    assertTrue(ConfigPath.parse("a[2]").find(root).isEmpty());
    assertTrue(ConfigPath.parse("c.d").find(root).isEmpty());
    assertEquals("b", ConfigPath.parse("a[1].b").lastKey());
    assertEquals("", ConfigPath.parse("a[1]").lastKey());
  }

  @Test
  void replacesAndMakesMapsOnTheWay() {
    assertEquals(yamlPlain("{a: {b: 1}, c: [1, 9]}"), with("{a: {b: 1}, c: [1, 2]}", "c[1]", "9"));
    assertEquals(yamlPlain("{a: 1, b: {c: {d: 2}}}"), with("{a: 1}", "b.c.d", "2"));
    assertEquals(yamlPlain("{a: {b: 2}}"), with("{a: }", "a.b", "2"));
  }

  private static Object yamlPlain(String text) {
    return YamlText.plain(yaml(text));
  }

  @Test
  void aWayThroughATextOrPastAListIsRefused() {
    String text =
        assertThrows(InvalidInputException.class, () -> with("{a: word}", "a.b", "1")).getMessage();
    assertTrue(text.contains("a.b: there is no key \"b\" in \"word\""), text);
    String past =
        assertThrows(InvalidInputException.class, () -> with("{a: [1]}", "a[1]", "1")).getMessage();
    assertTrue(past.contains("there is no position 1 in a list"), past);
  }

  @Test
  void leavesAreScalarsAndEmptyContainersInOrder() {
    List<String> paths = new ArrayList<>();
    ConfigPath.leaves(
        yaml("{b: [1, {c: 2}], a: {}, \"x y\": [] }"), "r", (path, node) -> paths.add(path));
    assertEquals(List.of("r.b[0]", "r.b[1].c", "r.a", "r[\"x y\"]"), paths);
  }
}
