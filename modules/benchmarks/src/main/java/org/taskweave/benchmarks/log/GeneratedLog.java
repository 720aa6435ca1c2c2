package org.taskweave.benchmarks.log;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.taskweave.data.log.DuckDb;
import org.taskweave.data.log.SqlText;

/**
 * A log of a year in the order of time, written by DuckDB. Every value is a hash of the event's
 * number and the seed, so that one call writes what another does. The user of an event is number
 * floor(users * x^userSkew) for a uniform x, its item floor(items * y^skew): with a skew of 1 all
 * are as frequent, above that the first ones are more so. Times are whole seconds, so that some are
 * equal.
 *
 * @param actions a0, a1, ...; each half as frequent as the one before, the last two alike
 * @param texts whether an item has a text, of four words
 */
record GeneratedLog(
    long events,
    long users,
    long items,
    double skew,
    double userSkew,
    int actions,
    boolean texts,
    long seed) {

  /** 2024-01-01 to 2024-12-31, in UTC. */
  private static final String FIRST_SECOND = "1704067200";

  private static final long SECONDS = 365L * 86_400;

  private static final List<String> WORDS =
      List.of("red", "mug", "set", "of", "the", "blue", "lamp", "wooden", "small", "paper");

  GeneratedLog {
    if (events < 1 || users < 1 || items < 1 || actions < 1 || actions > 30) {
      throw new IllegalArgumentException(
          "a log has at least one event, user and item, and 1 to 30 actions");
    }
  }

  /** The names of its columns; a text only where there are texts. */
  List<String> columns() {
    return texts
        ? List.of("user", "item", "action", "time", "amount", "text")
        : List.of("user", "item", "action", "time", "amount");
  }

  /** Writes it, as Parquet or CSV by the file's ending. */
  void write(Path file) throws SQLException {
    String format =
        file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")
            ? "FORMAT parquet"
            : "FORMAT csv, HEADER";
    try (Connection connection = DuckDb.inMemory();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (" + select() + ") TO " + SqlText.text(file.toString()) + " (" + format + ")");
    }
  }

  private String select() {
    String item = "CAST(floor(" + items + " * pow(" + uniform(2) + ", " + skew + ")) AS BIGINT)";
    return "SELECT 'u' || CAST(floor("
        + users
        + " * pow("
        + uniform(1)
        + ", "
        + userSkew
        + ")) AS BIGINT) AS user, 'i' || "
        + item
        + " AS item, 'a' || CAST(least("
        + (actions - 1)
        + ", floor(-log2(greatest(1e-12, "
        + uniform(3)
        + ")))) AS INTEGER) AS action, make_timestamp(("
        + FIRST_SECOND
        + " + CAST(floor(CAST(i AS DOUBLE) * "
        + SECONDS
        + " / "
        + events
        + ") AS BIGINT)) * 1000000) AS time, round(exp(1 + 2 * "
        + uniform(4)
        + "), 2) AS amount"
        + (texts ? ", " + text(item) + " AS text" : "")
        + " FROM range("
        + events
        + ") AS events(i)";
  }

  /** In [0, 1). */
  private String uniform(int which) {
    return "(hash(i, " + seed + ", " + which + ") / 18446744073709551616.0)";
  }

  private String text(String item) {
    String words = "['" + String.join("', '", WORDS) + "']";
    StringBuilder text = new StringBuilder("concat_ws(' '");
    for (int word = 0; word < 4; word++) {
      text.append(", ").append(words).append("[1 + CAST(hash(").append(item).append(", ");
      text.append(seed).append(", ").append(word).append(") % ").append(WORDS.size());
      text.append(" AS INTEGER)]");
    }
    return text.append(")").toString();
  }
}
