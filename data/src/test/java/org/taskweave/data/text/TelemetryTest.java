package org.taskweave.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.SequenceRecipe;

class TelemetryTest {

  /** Even the attempt to make one comes after the opt-out. */
  @Test
  void theTokenizersLibraryDoesNotCallHome() {
    assertThrows(
        InvalidInputException.class,
        () ->
            new SequenceTokenizer(
                "{}", new SequenceRecipe(SequenceRecipe.Kind.FLAT, 64, 10, 20, "{text}", 8)));
    assertEquals("true", System.getProperty("OPT_OUT_TRACKING"));
  }
}
