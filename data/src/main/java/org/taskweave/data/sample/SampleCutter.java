package org.taskweave.data.sample;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;
import org.taskweave.data.event.SeededHash;
import org.taskweave.data.log.CsvRecordReader;

/**
 * Cuts a sample of whole users out of a CSV log: a user is in when the seeded hash of the name, as
 * a share from 0 to 1, is below the wanted share. Rows without a user are dropped; the rest is
 * copied as it is written, in the order of the file, lines ending in LF. The built-in sample was
 * cut so:
 *
 * <pre>
 * java -cp CLASSPATH org.taskweave.data.sample.SampleCutter \
 *     online-retail.csv.gz data/src/main/resources/org/taskweave/data/sample/online-retail.csv.gz
 * </pre>
 *
 * <p>The gzip header carries no time: the same input gives the same bytes on the same Java.
 */
public final class SampleCutter {

  /** The column that names the user in Online Retail. */
  static final String USER_COLUMN = "CustomerID";

  /** Share of the customers in the built-in sample: what fits into 2 MB. */
  static final double SHARE = 0.32;

  /** Seed of the built-in sample. */
  static final long SEED = 2012;

  private final String userColumn;
  private final double share;
  private final long seed;

  /** A cutter by the given rule. */
  public SampleCutter(String userColumn, double share, long seed) {
    this.userColumn = userColumn;
    this.share = share;
    this.seed = seed;
  }

  /** What a cut kept; rows without the header. */
  public record Cut(long rowsRead, long rowsWithoutUser, long rowsKept, int users, int usersKept) {}

  /** Cuts the built-in sample: input (.csv or .csv.gz) and output (.csv.gz). */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new InvalidInputException("Two paths are needed: INPUT.csv[.gz] OUTPUT.csv.gz");
    }
    Path output = Path.of(arguments[1]);
    Cut cut = new SampleCutter(USER_COLUMN, SHARE, SEED).cut(Path.of(arguments[0]), output);
    System.out.println(cut + ", " + Files.size(output) + " bytes");
  }

  /** Cuts one file; the output appears when it is complete. */
  public Cut cut(Path input, Path output) throws IOException {
    Path folder = output.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path temporary = Temporary.beside(output);
    try {
      Cut cut;
      try (CsvRecordReader reader = new CsvRecordReader(open(input), ',');
          OutputStream out = new BestGzip(Files.newOutputStream(temporary))) {
        cut = copy(reader, out);
      }
      AtomicFiles.move(temporary, output);
      return cut;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private Cut copy(CsvRecordReader reader, OutputStream out) throws IOException {
    CsvRecordReader.CsvRecord header =
        reader.next().orElseThrow(() -> new InvalidInputException("The input is empty."));
    int userIndex = header.fields().indexOf(userColumn);
    if (userIndex < 0) {
      throw new InvalidInputException(
          "The input has no column \"" + userColumn + "\"; it has " + header.fields() + ".");
    }
    write(out, header);
    Map<String, Boolean> keptByUser = new HashMap<>();
    long rowsRead = 0;
    long rowsWithoutUser = 0;
    long rowsKept = 0;
    for (Optional<CsvRecordReader.CsvRecord> row = reader.next();
        row.isPresent();
        row = reader.next()) {
      rowsRead++;
      List<String> fields = row.get().fields();
      String user = userIndex < fields.size() ? fields.get(userIndex) : "";
      if (user.isBlank()) {
        rowsWithoutUser++;
      } else if (keptByUser.computeIfAbsent(
          user, name -> SeededHash.share(seed, List.of(name)) < share)) {
        rowsKept++;
        write(out, row.get());
      }
    }
    int usersKept = (int) keptByUser.values().stream().filter(Boolean::booleanValue).count();
    return new Cut(rowsRead, rowsWithoutUser, rowsKept, keptByUser.size(), usersKept);
  }

  private static void write(OutputStream out, CsvRecordReader.CsvRecord row) throws IOException {
    out.write(row.text().getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  private static InputStream open(Path input) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(input));
    return input.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
  }

  /** Gzip at its smallest; Java writes no time into the header. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
