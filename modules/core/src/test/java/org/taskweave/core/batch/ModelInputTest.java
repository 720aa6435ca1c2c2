package org.taskweave.core.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.taskweave.core.batch.ModelInput.Axis;

class ModelInputTest {

  @Test
  void everyInputIsFoundByItsName() {
    for (ModelInput input : ModelInput.values()) {
      assertEquals(Optional.of(input), ModelInput.of(input.key()));
    }
    assertEquals(Optional.empty(), ModelInput.of("next-offsets"));
  }

  /** What a file lacks it derives from something it has, or makes of its whole catalog. */
  @Test
  void filesHaveWhatTheyDeriveFrom() {
    for (ModelInput input : ModelInput.values()) {
      assertTrue(input.source().stream().allMatch(ModelInput::inFiles), input.key());
      assertFalse(input.inFiles() && input.shape().isEmpty(), input.key());
    }
    assertEquals(
        List.of(
            "tokenIds",
            "tokenTypeIds",
            "mask",
            "categoricalChannels",
            "numericChannels",
            "labelRows",
            "userFeatures",
            "candidateRows",
            "memoryEvents"),
        Arrays.stream(ModelInput.values())
            .filter(ModelInput::inFiles)
            .map(ModelInput::key)
            .toList());
  }

  @Test
  void shapesAndKinds() {
    assertEquals(
        List.of(Axis.SEQUENCES, Axis.CATEGORICAL_CHANNELS, Axis.TOKENS),
        ModelInput.CATEGORICAL_CHANNELS.shape());
    assertFalse(ModelInput.CATEGORICAL_CHANNELS.real());
    assertTrue(ModelInput.EVENT_NUMBERS.real());
    assertEquals(ModelInput.NUMERIC_CHANNELS.shape(), ModelInput.EVENT_NUMBERS.shape());
  }
}
