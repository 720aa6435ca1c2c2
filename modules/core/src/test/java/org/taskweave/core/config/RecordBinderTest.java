package org.taskweave.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taskweave.core.Checks;

/** Records of a bakery: a batch of one kind of dough, with its toppings by name. */
class RecordBinderTest {

  /** Told by a key; two of the kinds lie in a sealed type of their own. */
  @KindKey(value = "dough", suffix = "Dough")
  sealed interface Dough {}

  sealed interface Raised extends Dough {
    int minutes();
  }

  record YeastDough(@DefaultValue("60") int minutes) implements Raised {}

  record SourDough(int minutes, @DefaultValue("rye") String flour) implements Raised {}

  record ShortDough(double butter) implements Dough {
    ShortDough {
      new Checks(ShortDough.class).positive("butter", butter).done();
    }
  }

  record Topping(@MapKey String name, double grams) {}

  record Loaf(
      @Inline Dough dough, @DefaultValue("1") int pieces, @DefaultValue("{}") List<Topping> on) {
    Loaf {
      on = List.copyOf(on);
    }
  }

  record Order(Loaf loaf, Optional<String> name) {}

  private final LocatedProblems problems = new LocatedProblems();

  private <T extends Record> Optional<T> bind(Class<T> type, String yaml) {
    return new RecordBinder(ZoneId.of("UTC"), problems, RenamedKeys.NONE)
        .bind(type, YamlText.parseValue(yaml, "here"));
  }

  private List<String> found() {
    return problems.found().stream().map(located -> located.problem().toString()).toList();
  }

  @Test
  void keysOfAnInlinedKindStandBesideThoseOfItsRecord() {
    assertEquals(
        Optional.of(new Loaf(new SourDough(30, "spelt"), 2, List.of(new Topping("seeds", 1.5)))),
        bind(
            Loaf.class,
            "{dough: sour, minutes: 30, flour: spelt, pieces: 2, on: {seeds: {grams: 1.5}}}"));
    assertEquals(
        Optional.of(new Loaf(new YeastDough(60), 1, List.of())),
        bind(Loaf.class, "{dough: yeast}"));
    assertEquals(List.of(), found());
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (Dough dough : List.of(new YeastDough(5), new SourDough(6, "rye"), new ShortDough(.5))) {
      Order order =
          new Order(new Loaf(dough, 3, List.of(new Topping("salt", 2))), Optional.of("ann"));
      String yaml = YamlText.write(RecordWriter.write(order));
      assertEquals(Optional.of(order), bind(Order.class, yaml), yaml);
    }
    assertEquals(List.of(), found());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{loaf: {dough: sour, minutes: 3, butter: 1}} | loaf.butter: unknown key; choose from: dough,"
            + " minutes, flour, pieces, on",
        "{loaf: {dough: sour, minutes: 3, flower: x}} | loaf.flower: unknown key; did you mean"
            + " \"flour\"?",
        "{loaf: {dough: short, butter: 0}} | loaf.butter: 0 must be a number above 0",
        "{loaf: {dough: sour}} | loaf.minutes: is missing; it has no default: add \"minutes: ...\"",
        "{loaf: {dough: yest}} | loaf.dough: \"yest\" is not known; did you mean \"yeast\"?",
        "{loaf: {pieces: 2}} | loaf.dough: is missing; choose from: yeast, sour, short",
        "{loaf: yeast} | loaf: \"yeast\" must be a map with keys of: dough, minutes, flour, butter,"
            + " pieces, on",
        "{loaf: {dough: yeast, on: {seeds: {}}}} | loaf.on.seeds.grams: is missing; it has no"
            + " default: add \"grams: ...\"",
      })
  void mistakesAreToldWithTheirPlace(String yaml, String expected) {
    assertFalse(bind(Order.class, yaml).isPresent());
    assertEquals(List.of(expected), found());
  }

  @Test
  void allMistakesAreToldAtOnce() {
    assertFalse(
        bind(Order.class, "{loaf: {dough: short, butter: x, pieces: y}, nam: 1}").isPresent());
    assertEquals(
        List.of(
            "nam: unknown key; did you mean \"name\"?",
            "loaf.butter: \"x\" must be a finite number",
            "loaf.pieces: \"y\" must be a whole number of 32 bits"),
        found());
  }
}
