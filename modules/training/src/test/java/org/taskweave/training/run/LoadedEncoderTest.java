package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;

class LoadedEncoderTest {

  @TempDir Path folder;

  /** The recipe's log does not exist: what does not fit the encoder is told first. */
  @Test
  void aSequenceLongerThanThePositionsIsRefusedBeforeTheLogIsRead() {
    Recipe recipe = PlantedLog.recipe(PlantedLog.RED, "sequence.maxTokens=32");
    RunFolder run = new RunFolder(folder.resolve("run"));
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> new TrainingRun(recipe, run, RunListener.NONE, List.of()).train())
            .getMessage();
    assertTrue(message.startsWith("sequence.maxTokens: 32 tokens are more than the 24"), message);
    assertFalse(Files.exists(run.log()));
  }

  @Test
  void asManyTokensAsPositionsFit() {
    assertEquals(24, LoadedEncoder.of(PlantedLog.recipe(PlantedLog.RED)).config().maxPositions());
  }
}
