package org.taskweave.data.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSampleTest {

  /** The last rows begin somewhere within a record: what it lacks must not spoil the others. */
  @Test
  void theLastRowsOfALogOfTextsInSeveralLinesAreRead(@TempDir Path folder) throws IOException {
    StringBuilder log = new StringBuilder("user,item,time,text\n");
    for (int i = 0; log.length() < 5 << 19; i++) {
      log.append("u").append(i).append(",i,2020-01-01,\"one, more\nof \"\"two\"\", and\nthree\"\n");
    }
    log.append("last,i,2021-01-01,short\n");
    Path file = folder.resolve("log.csv");
    Files.writeString(file, log);
    LogSample sample = LogSample.read(file);
    assertEquals(List.of("user", "item", "time", "text"), List.copyOf(sample.columns().keySet()));
    assertTrue(sample.part() && sample.ends());
    assertTrue(sample.columns().get("user").contains("u0"));
    assertTrue(sample.columns().get("user").contains("last"));
    // Two times 1 MiB of records of at most 55 bytes.
    assertTrue(sample.rows() > 38_000, "rows " + sample.rows());
  }
}
