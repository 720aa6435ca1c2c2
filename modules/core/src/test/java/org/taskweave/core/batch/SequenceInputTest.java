package org.taskweave.core.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Two sequences of three tokens. */
class SequenceInputTest {

  private static SequenceInput input(
      int tokens, int numbers, int[] labelRows, int features, int[] candidates) {
    return SequenceInput.builder(2, 3, new int[tokens], new int[6], new float[6])
        .channels(List.of(new int[6]), new float[numbers])
        .labelRows(labelRows)
        .userFeatures(new float[features])
        .candidates(candidates)
        .build();
  }

  private static String refusal(
      int tokens, int numbers, int[] labelRows, int features, int[] candidates) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> input(tokens, numbers, labelRows, features, candidates))
        .getMessage();
  }

  @Test
  void aRowIsASequenceUnlessCellsAreLabelled() {
    assertEquals(2, input(6, 0, new int[0], 4, new int[0]).rows());
    assertEquals(3, input(6, 12, new int[] {0, 1, 5}, 3, new int[3]).rows());
  }

  @Test
  void lengthsThatDoNotFitAreRefused() {
    assertEquals(
        "tokenIds has 5 values, but there must be 6", refusal(5, 0, new int[0], 0, new int[0]));
    assertEquals(
        "numericChannels has 7 values, not a multiple of 6",
        refusal(6, 7, new int[0], 0, new int[0]));
    assertEquals(
        "userFeatures has 2 values, not a multiple of 3", refusal(6, 0, new int[3], 2, new int[0]));
    assertEquals(
        "candidates has 2 values, but there must be 3", refusal(6, 0, new int[3], 3, new int[2]));
  }

  @Test
  void scoresAreReadByRowAndColumn() {
    TaskScores scores = new TaskScores(2, 3, new float[] {0, 1, 2, 3, 4, 5});
    assertEquals(5, scores.at(1, 2));
    assertEquals(3, scores.at(1, 0));
  }
}
