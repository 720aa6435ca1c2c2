package org.taskweave.data.log;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;

class EventMemoryTest {

  @Test
  void eachAttributeTakesMore() {
    assertEquals(112, new EventMemory(1, 0, 0).bytes());
    assertEquals(160, new EventMemory(1, 1, 0).bytes());
    assertEquals(112 + 40 + 96 + 32, new EventMemory(1, 3, 2).bytes());
  }

  @Test
  void aLogThatCannotFitIsRefusedWithWhatItNeeds() {
    EventMemory twentyMillion = new EventMemory(20_000_000, 1, 0);
    String message =
        assertThrows(InvalidInputException.class, () -> twentyMillion.requireRoom(3L << 30))
            .getMessage();
    // 3.2e9 bytes are 2.98 GB; over .6, and twice that for the process, 9.93
    assertEquals(
        "memory: the log has 20,000,000 rows, whose events take about 3.0 GB of the Java heap, and"
            + " the heap has 3.0 GB, six tenths of which they may take. Give the process more"
            + " (--memory 10g), or read less: fewer data.files, a data.select of fewer rows, fewer"
            + " data.columns.attributes.",
        message);
    assertDoesNotThrow(() -> twentyMillion.requireRoom(5L << 30));
  }
}
