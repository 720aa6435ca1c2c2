package org.taskweave.data.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class DuckDbTest {

  /** It is unpacked at each start; a process that is killed would leave 72 MB. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void itsLibraryHasNoFileOnceItIsLoaded() throws Exception {
    try (Connection first = DuckDb.inMemory();
        ResultSet one = first.createStatement().executeQuery("SELECT 1")) {
      one.next();
      assertEquals(1, one.getInt(1));
    }
    List<String> mapped =
        Files.readAllLines(Path.of("/proc/self/maps")).stream()
            .filter(line -> line.contains("libduckdb_java"))
            .map(line -> line.substring(line.indexOf('/')))
            .distinct()
            .toList();
    assertEquals(1, mapped.size(), mapped.toString());
    assertFalse(Files.exists(Path.of(mapped.get(0).replace(" (deleted)", ""))), mapped.toString());
    try (Connection second = DuckDb.inMemory();
        ResultSet sum = second.createStatement().executeQuery("SELECT sum(i) FROM range(4) t(i)")) {
      sum.next();
      assertEquals(6, sum.getInt(1));
    }
  }
}
