package org.taskweave.hyperparam.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.training.run.RunHistory;

class TensorBoardFolderTest {

  /** What TensorBoard 2.21's own RecordWriter makes of these two events. */
  private static final String WRITTEN_BY_TENSORBOARD =
      "1800000000000000a37f4b220900000068054bda411a0d627261696e2e4576656e743a32a2e80bee"
          + "2600000000000000734fe300090000a06f054bda4110ac022a180a160a0f6465762f72656f726465"
          + "722f617563150000403fad1ead41";

  private static final int SECONDS = 1_764_496_800;
  private static final Instant START = Instant.ofEpochSecond(SECONDS);

  @TempDir Path folder;

  @Test
  void theBytesAreThoseOfTensorBoard() {
    EventFile file = new EventFile(SECONDS);
    file.scalar(SECONDS + 30.5, 300, "dev/reorder/auc", 0.75);
    assertEquals(WRITTEN_BY_TENSORBOARD, HexFormat.of().formatHex(file.content()));
  }

  @Test
  void eachTrainingHasAFolderAndTimesOfItsEpochs() throws Exception {
    RunHistory history =
        new RunHistory(
            "{seed: 7}",
            "sha256:1",
            START.toString(),
            List.of(
                new RunHistory.Epoch(1, 20, Map.of(), 0.5),
                new RunHistory.Epoch(2, 10.5, Map.of("reorder", Map.of("auc", 0.75)), 0.6)),
            2,
            true,
            List.of());
    assertEquals(
        1,
        TensorBoardFolder.write(
            List.of(entry("by/first", Optional.of(history)), entry("study", Optional.empty())),
            folder));
    byte[] content = Files.readAllBytes(folder.resolve("by/first/events.out.tfevents.taskweave"));
    EventFile expected = new EventFile(SECONDS);
    expected.scalar(SECONDS + 20, 1, "dev/objective", 0.5);
    expected.scalar(SECONDS + 30.5, 2, "dev/objective", 0.6);
    expected.scalar(SECONDS + 30.5, 2, "dev/reorder/auc", 0.75);
    assertEquals(HexFormat.of().formatHex(expected.content()), HexFormat.of().formatHex(content));
    assertTrue(new String(content, StandardCharsets.ISO_8859_1).contains("dev/reorder/auc"));
    assertFalse(Files.exists(folder.resolve("study")));
  }

  private static RunEntry entry(String name, Optional<RunHistory> history) {
    return new RunEntry(
        Path.of(name),
        name,
        RunEntry.Kind.RUN,
        "finished",
        START.toString(),
        "",
        history,
        new RunNotes(List.of(), ""));
  }
}
