package org.taskweave.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;

class TelemetryTest {

  /** Even the attempt to make one comes after the opt-out. */
  @Test
  void theTokenizersLibraryDoesNotCallHome() {
    assertThrows(
        InvalidInputException.class,
        () -> new SequenceTokenizer("{}", new TokenBudget(64, 10, 20)));
    assertEquals("true", System.getProperty("OPT_OUT_TRACKING"));
  }
}
