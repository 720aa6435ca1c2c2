package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.example.Split;

class TrainingCheckTest {

  private static final TrainingCheck CHECK =
      new TrainingCheck(
          1_000_000,
          50_000,
          3,
          Map.of(Split.TRAIN, 80_000L, Split.DEV, 40_000L, Split.TEST, 0L),
          0.25,
          2500,
          0.02,
          90,
          7300,
          3L << 30);

  @Test
  void saysItInWords() {
    String text = CHECK.text();
    assertTrue(
        text.startsWith("rows      50,000 of 1,000,000 looked at, whole users; 3 bad"), text);
    assertTrue(text.contains("about 80,000 train, 40,000 dev, 0 test"), text);
    assertTrue(text.contains("2,500 an epoch, 25 % of them padding; a step takes 20 ms"), text);
    assertTrue(text.contains("about 90 s from the files to examples, then at most 2.0 h"), text);
    assertTrue(text.contains("about 3.0 GB"), text);
  }

  @Test
  void aHeapThatIsTooSmallIsRefused() {
    String message =
        assertThrows(InvalidInputException.class, () -> CHECK.requireRoom(3L << 30)).getMessage();
    // 3 GB in four fifths of half of the process
    assertTrue(message.contains("--memory 8g"), message);
    assertTrue(message.contains("sequence.maxTokens"), message);
    assertDoesNotThrow(() -> CHECK.requireRoom(4L << 30));
    assertEquals(3L << 30, CHECK.heapBytes());
  }
}
