package org.taskweave.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;

class RunRecordTest {

  @Test
  void survivesJsonWithUndefinedMetrics() {
    RunRecord run =
        new RunRecord(
            7,
            "seed: 7\n",
            "sha256:ab",
            "2025-12-31T12:00:00Z",
            Map.of("train", 3),
            Map.of("java", "17"),
            List.of("train", "r.yaml"),
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:01:00Z",
            List.of(
                new RunRecord.Epoch(
                    1,
                    0.5,
                    Map.of("buys", 0.5),
                    Map.of("buys", Map.of("auc", Double.NaN)),
                    0.1,
                    Map.of(),
                    Map.of())));
    assertEquals(run, RunRecord.fromJson(run.toJson(), "run.json"));
  }

  @Test
  void aDamagedRecordIsRefusedByName() {
    String message =
        assertThrows(
                InvalidInputException.class, () -> RunRecord.fromJson("{\"seed\": ", "run.json"))
            .getMessage();
    assertTrue(message.startsWith("run.json: is not a run record: "), message);
  }
}
