package org.taskweave.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;

class MemoryBudgetTest {

  @ParameterizedTest
  @CsvSource({"4g, 4096, 1024", "1500m, 1500, 375", "64G, 65536, 2048", "1g, 1024, 256"})
  void readsSizes(String text, long megabytes, long database) {
    MemoryBudget budget = MemoryBudget.parse("--memory", text);
    assertEquals(megabytes, budget.megabytes());
    assertEquals(database, budget.databaseMegabytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "4gb", "0g", "-1g", "1.5g", "g", "", "1000000000g", "four"})
  void refusesWhatIsNoSize(String text) {
    String message =
        assertThrows(
                InvalidInputException.class, () -> MemoryBudget.parse("--memory " + text, text))
            .getMessage();
    assertTrue(message.startsWith("--memory " + text) && message.contains("4g"), message);
  }

  @Test
  void refusesTooLittle() {
    String message =
        assertThrows(InvalidInputException.class, () -> MemoryBudget.parse("--memory 900m", "900m"))
            .getMessage();
    assertTrue(message.contains("at least 1g"), message);
  }

  @Test
  void isOfTheMachineWhereNothingIsSaid() {
    assertTrue(MemoryBudget.ofProcess().megabytes() >= 1024);
  }
}
