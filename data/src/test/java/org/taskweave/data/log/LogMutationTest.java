package org.taskweave.data.log;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.DataRecipe;
import org.taskweave.core.recipe.RecipeTree;

/**
 * Small files of every kind, damaged at random: what is left is read, the rest is quarantined, or
 * the file is refused by name. Each failure names its seed.
 */
class LogMutationTest {

  private static final int MUTATIONS = 75;
  private static final List<String> ODD =
      List.of("\"", "\0", "\r", "\n", ",", "\uFEFF", "'", "\\", "{", "}", "[", "1e999", "\u00e9");

  @TempDir Path folder;

  private DataRecipe recipe(String name) {
    return RecipeTree.parse(
            """
            data:
              columns: {user: u, item: i, timestamp: t, action: a, attributes: [price, tag]}
              maxQuarantineShare: 1
            examples:
              horizonDays: 1
              cuts: {train: [2011-01-02], dev: [2011-01-04], test: [2011-01-06]}
            tasks:
              again: {kind: binary, label: {occurs: {action: buy}}}
            """,
            "recipe.yaml")
        .with("data.files", List.of(name))
        .bind()
        .data();
  }

  @ParameterizedTest
  @ValueSource(strings = {"log.csv", "log.csv.gz", "log.jsonl", "log.parquet"})
  void damagedFilesAreReadOrRefused(String name) throws IOException, SQLException {
    byte[] whole = file(name);
    Path file = folder.resolve(name);
    DataRecipe recipe = recipe(name);
    int read = 0;
    for (int seed = 0; seed < MUTATIONS; seed++) {
      Files.write(file, mutated(whole, new Random(seed)));
      try {
        ReadLog log = new LogReader(recipe, folder, Set.of("price")).read(folder.resolve("out"));
        assertTrue(log.report().eventsKept() + log.report().badRows() <= log.report().rowsRead());
        read++;
      } catch (InvalidInputException e) {
        String message = e.getMessage();
        assertTrue(
            message.contains(name) || message.startsWith("data.columns."),
            "seed " + seed + ": " + message);
        assertFalse(message.contains("\tat ") || message.contains("Possible"), message);
        assertTrue(message.length() < 2000, message);
      } catch (RuntimeException e) {
        fail(name + ", seed " + seed + ": " + e, e);
      }
    }
    boolean text = name.endsWith(".csv") || name.endsWith(".jsonl");
    assertTrue(read > (text ? MUTATIONS / 2 : 0) || name.endsWith(".gz"), name + ": " + read);
  }

  private byte[] file(String name) throws IOException, SQLException {
    StringBuilder text = new StringBuilder();
    boolean json = name.contains("json");
    text.append(json ? "" : "u,i,t,a,price,tag\n");
    for (int row = 0; row < 12; row++) {
      text.append(
          (json
                  ? "{\"u\":\"u%d\",\"i\":\"item %d\",\"t\":\"2011-01-0%d 10:00\",\"a\":\"buy\","
                      + "\"price\":%d.5,\"tag\":[\"a\",\"b\"]}\n"
                  : "u%d,\"item, %d\",2011-01-0%d 10:00,buy,%d.5,\"say \"\"a\"\"\"\n")
              .formatted(row % 3, row, 1 + row % 9, row));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (name.endsWith(".gz")) {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
        out.write(bytes);
      }
      return compressed.toByteArray();
    }
    if (!name.endsWith(".parquet")) {
      return bytes;
    }
    Path file = folder.resolve("whole.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT 'u' || range % 3 AS u, range AS i, TIMESTAMP '2011-01-01' AS t, 'buy' AS a,"
              + " range * 0.5 AS price, ['a', 'b'] AS tag FROM range(200)) TO '"
              + file
              + "' (FORMAT parquet)");
    }
    return Files.readAllBytes(file);
  }

  private static byte[] mutated(byte[] whole, Random random) throws IOException {
    byte[] bytes = whole;
    for (int changes = 1 + random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(bytes.length - at, 1 + random.nextInt(20));
      byte[] before = Arrays.copyOf(bytes, at);
      byte[] from = Arrays.copyOfRange(bytes, at, bytes.length);
      byte[] after = Arrays.copyOfRange(bytes, at + length, bytes.length);
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> flipped(bytes, at, random.nextInt(8));
            case 1 -> joined(before, after);
            case 2 -> joined(before, Arrays.copyOf(from, length), from);
            case 3 -> joined(before, odd(random), from);
            case 4 -> joined(before, odd(random), after);
            default -> random.nextInt(4) == 0 ? before : flipped(bytes, at, random.nextInt(8));
          };
    }
    return bytes;
  }

  private static byte[] odd(Random random) {
    return ODD.get(random.nextInt(ODD.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] flipped(byte[] bytes, int at, int bit) {
    byte[] changed = bytes.clone();
    changed[at] ^= (byte) (1 << bit);
    return changed;
  }

  private static byte[] joined(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }
}
