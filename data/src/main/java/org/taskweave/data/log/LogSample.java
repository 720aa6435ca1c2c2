package org.taskweave.data.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;
import org.taskweave.core.recipe.DataRecipe;

/**
 * The first and the last rows of a file, at most {@value #BYTES} bytes of each: enough to guess
 * what its columns are, whatever its size. Of a compressed file only the first rows are read.
 *
 * @param columns values by column, in the file's order; an empty text where there is none
 * @param encoding of the text
 * @param part whether the file has more
 * @param ends whether its last rows are among these
 */
public record LogSample(
    Map<String, List<String>> columns, String encoding, boolean part, boolean ends) {

  private static final int BYTES = 1 << 20;
  private static final int ROWS = 20_000;

  /** Bytes of text, whole lines. */
  private record Lines(byte[] bytes, boolean part, boolean ends) {}

  /** Rows. */
  public int rows() {
    return columns.values().stream().mapToInt(List::size).max().orElse(0);
  }

  /** A time as logs write it, without a zone in UTC. */
  public static OptionalLong millis(String text) {
    return new TimestampParser("UTC").parse(text);
  }

  /** Whether a text is a decimal number. */
  public static boolean isNumber(String text) {
    return NumberText.isNumber(text.strip());
  }

  /**
   * Reads a sample.
   *
   * @throws InvalidInputException there is no such file, or it is not what its name says
   */
  public static LogSample read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": there is no such file: name a log");
    }
    try {
      Path work = Temporary.folder("taskweave-sample");
      try (LogDatabase database = new LogDatabase(work, QueryLimits.standard())) {
        return format(file) == DataRecipe.Format.PARQUET
            ? parquet(file, database)
            : text(file, work, database);
      } finally {
        AtomicFiles.delete(work);
      }
    } catch (IOException | SQLException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static DataRecipe.Format format(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    if (name.endsWith(".parquet")) {
      return DataRecipe.Format.PARQUET;
    }
    return name.matches(".*\\.(jsonl|ndjson|json)")
        ? DataRecipe.Format.JSONL
        : DataRecipe.Format.CSV;
  }

  private static LogSample parquet(Path file, LogDatabase database) throws SQLException {
    database.executeGiven(
        "CREATE TABLE log AS SELECT * FROM read_parquet(" + SqlText.file(file) + ") LIMIT " + ROWS);
    Map<String, List<String>> columns = values(database);
    boolean part = columns.values().stream().anyMatch(values -> values.size() == ROWS);
    return new LogSample(columns, "UTF-8", part, !part);
  }

  private static LogSample text(Path file, Path work, LogDatabase database)
      throws IOException, SQLException {
    boolean gzipped = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    Lines lines = gzipped ? head(file, true) : headAndTail(file);
    Optional<String> utf8 = decoded(lines.bytes, StandardCharsets.UTF_8);
    Charset other = Charset.forName("windows-1252");
    Path sample = work.resolve("sample");
    Files.writeString(sample, utf8.orElseGet(() -> new String(lines.bytes, other)));
    new LogTables(database, RecipeSection.LOG)
        .load(
            List.of(
                new LogFile(
                    file.toString(), sample, format(file), false, true, CsvDialect.of(""))));
    Map<String, List<String>> columns = values(database);
    columns.remove(LogTables.FILE);
    columns.remove(LogTables.ROW);
    String encoding = utf8.isPresent() ? "UTF-8" : other.name();
    return new LogSample(columns, encoding, lines.part, lines.ends);
  }

  private static Map<String, List<String>> values(LogDatabase database) throws SQLException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (LogColumn column : database.columns("log")) {
      List<String> all = new ArrayList<>();
      database.query(
          "SELECT coalesce(CAST(" + SqlText.name(column.name()) + " AS VARCHAR), '') FROM log",
          row -> all.add(row.getString(1)));
      values.put(column.name(), all);
    }
    return values;
  }

  private static Lines head(Path file, boolean gzipped) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream bytes = gzipped ? new GZIPInputStream(raw) : raw) {
      byte[] first = bytes.readNBytes(BYTES);
      boolean part = bytes.read() >= 0;
      return new Lines(part ? untilLastLine(first) : first, part, !part);
    }
  }

  private static Lines headAndTail(Path file) throws IOException {
    Lines head = head(file, false);
    if (!head.part) {
      return head;
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long from = Math.max(BYTES, channel.size() - BYTES);
      ByteBuffer buffer = ByteBuffer.allocate((int) (channel.size() - from));
      channel.position(from);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until it is full
      }
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.write(head.bytes);
      both.write(fromSecondLine(buffer.array()));
      return new Lines(both.toByteArray(), true, true);
    }
  }

  private static byte[] untilLastLine(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return java.util.Arrays.copyOf(bytes, end);
  }

  private static byte[] fromSecondLine(byte[] bytes) {
    int start = 0;
    while (start < bytes.length && bytes[start] != '\n') {
      start++;
    }
    return java.util.Arrays.copyOfRange(bytes, Math.min(start + 1, bytes.length), bytes.length);
  }

  private static Optional<String> decoded(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
