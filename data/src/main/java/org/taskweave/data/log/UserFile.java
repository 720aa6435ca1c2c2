package org.taskweave.data.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.taskweave.core.InvalidInputException;

/** Users in a CSV file in UTF-8 whose only column is user. */
public final class UserFile {

  private static final List<String> HEADER = List.of("user");

  private UserFile() {}

  /**
   * Reads the users, each once, in the order of the lines; blank lines are left out.
   *
   * @throws InvalidInputException the file cannot be read or has no user, its first line is not
   *     "user", or a line has several fields. Lines are named, counted from 1
   */
  public static Set<String> read(Path file) {
    Set<String> users = new LinkedHashSet<>();
    try (CsvRecordReader records =
        new CsvRecordReader(
            new ByteArrayInputStream(Files.readString(file).getBytes(StandardCharsets.UTF_8)),
            ',')) {
      List<String> header =
          records.next().map(CsvRecordReader.CsvRecord::fields).orElse(List.of()).stream()
              .map(String::strip)
              .toList();
      if (!header.equals(HEADER)) {
        throw new InvalidInputException(
            file + ":1: the columns are " + header + ", but the only one must be user");
      }
      for (Optional<CsvRecordReader.CsvRecord> next = records.next();
          next.isPresent();
          next = records.next()) {
        if (next.get().isBlank()) {
          continue;
        }
        if (next.get().fields().size() != 1) {
          throw new InvalidInputException(
              file
                  + ":"
                  + next.get().line()
                  + ": has "
                  + next.get().fields().size()
                  + " fields instead of one user: put a name that holds commas in double quotes");
        }
        users.add(next.get().fields().get(0).strip());
      }
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
    if (users.isEmpty()) {
      throw new InvalidInputException(file + ": holds no user below its first line");
    }
    return users;
  }
}
