package org.taskweave.data.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.recipe.DataRecipe;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.log.ReadLog;

class BuiltInSampleTest {

  private static final String SELECT =
      """
      SELECT
        CAST(try_cast(CustomerID AS DOUBLE) AS INTEGER) AS customer,
        StockCode AS item,
        CASE WHEN InvoiceNo LIKE 'C%' THEN 'cancel' ELSE 'purchase' END AS action,
        InvoiceDate AS time,
        Description AS description,
        InvoiceNo AS invoice,
        Quantity AS quantity,
        UnitPrice AS price,
        try_cast(Quantity AS DOUBLE) * try_cast(UnitPrice AS DOUBLE) AS amount,
        Country AS country,
        _file,
        _row
      FROM log
      WHERE CustomerID IS NOT NULL
      """;

  @TempDir Path folder;

  @Test
  void hasTheDocumentedCounts() throws IOException {
    DataRecipe recipe =
        new DataRecipe(
            List.of("sample:online-retail"),
            Optional.empty(),
            "UTF-8",
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(SELECT),
            new DataRecipe.Columns(
                "customer",
                "item",
                "time",
                Optional.of("action"),
                "event",
                Optional.of("description"),
                Optional.of("invoice"),
                Optional.empty(),
                List.of("quantity", "price", "amount", "country"),
                List.of()),
            "UTC",
            DataRecipe.Duplicates.KEEP,
            DataRecipe.RepeatEvents.KEEP,
            1,
            0,
            Optional.empty(),
            Optional.empty());
    ReadLog read = new LogReader(recipe, folder, Set.of("price", "amount")).read(folder);
    assertEquals(133_921, read.report().eventsKept());
    assertEquals(0, read.report().badRows());
    BehaviorSequences sequences = BehaviorSequences.of(read.events(), 1, Optional.empty());
    assertEquals(1_418, sequences.users().size());
    assertEquals(
        Set.of("purchase", "cancel"),
        Set.copyOf(read.events().stream().map(event -> event.action()).distinct().toList()));
    assertTrue(
        read.events().stream()
            .allMatch(event -> event.attributes().get("quantity") instanceof Double));
    try (InputStream file = BuiltInSampleTest.class.getResourceAsStream("online-retail.csv.gz")) {
      assertTrue(file.readAllBytes().length <= 2_000_000);
    }
  }
}
