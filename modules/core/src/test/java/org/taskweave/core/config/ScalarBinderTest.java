package org.taskweave.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ScalarBinderTest {

  private enum Colour {
    DARK_RED,
    BLUE
  }

  private final LocatedProblems problems = new LocatedProblems();
  private final ScalarBinder binder = new ScalarBinder(ZoneId.of("Europe/Berlin"), problems);

  private Object bind(Class<?> type, String yaml) {
    return binder.bind(type, YamlText.parseValue(yaml, "--set"), "here");
  }

  private String problem() {
    return problems.found().get(problems.found().size() - 1).problem().toString();
  }

  @Test
  void numbersAreExactAndFinite() {
    assertEquals(3, bind(int.class, "3"));
    assertEquals(1000, bind(int.class, "1e3"));
    assertEquals(0.00002, bind(double.class, "2e-5"));
    assertEquals(Double.POSITIVE_INFINITY, bind(double.class, ".inf"));
    assertEquals(0, problems.found().size());
    assertNull(bind(int.class, "3.5"));
    assertEquals("here: \"3.5\" must be a whole number of 32 bits", problem());
    assertNull(bind(int.class, "4000000000"));
    assertEquals(4_000_000_000L, bind(long.class, "4000000000"));
    assertNull(bind(double.class, "1e999"));
    assertEquals("here: \"1e999\" must be a finite number", problem());
    assertNull(bind(double.class, "'1'"));
    assertEquals("here: \"1\" must be a finite number: remove the quotes", problem());
  }

  @Test
  void onlyTrueAndFalseAreTruthValues() {
    assertEquals(true, bind(boolean.class, "true"));
    assertNull(bind(boolean.class, "yes"));
    assertEquals("here: \"yes\" must be true or false", problem());
  }

  @Test
  void aDateBeginsInTheZone() {
    assertEquals(Instant.parse("2024-06-30T22:00:00Z"), bind(Instant.class, "2024-07-01"));
    assertEquals(
        Instant.parse("2024-07-01T12:00:00Z"), bind(Instant.class, "2024-07-01T12:00:00Z"));
    assertNull(bind(Instant.class, "01.07.2024"));
  }

  @Test
  void wordsOfAChoiceAreSpelledAsInRecipes() {
    assertEquals(Colour.DARK_RED, bind(Colour.class, "darkRed"));
    assertNull(bind(Colour.class, "darkred"));
    assertEquals(
        "here: \"darkred\" must be one of darkRed, blue; did you mean \"darkRed\"?", problem());
  }

  @Test
  void aListIsNoScalar() {
    assertNull(bind(String.class, "[a]"));
    assertEquals("here: a list must be a text", problem());
  }
}
