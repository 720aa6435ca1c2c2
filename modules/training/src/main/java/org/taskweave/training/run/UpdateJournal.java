package org.taskweave.training.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.JsonText;
import org.taskweave.core.input.BoundedFile;

/**
 * What a folder of versions remembers of its updates: the one that is being written ({@code
 * .update.json}), and the files that all of them have used ({@code taken.json}).
 */
final class UpdateJournal {

  private static final String OPEN = ".update.json";
  private static final String TAKEN = "taken.json";
  private static final int MOST_BYTES = 64 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;

  UpdateJournal(Path folder) {
    this.folder = folder;
  }

  /**
   * A version that is being written.
   *
   * @param before the version that was current then; null for a folder's first one
   * @param files that it has learned from or been measured on
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Open(String version, String before, List<TakenFile> files) {}

  /** What was begun and not ended: its process was killed, or failed. */
  Optional<Open> open() {
    Path file = folder.resolve(OPEN);
    return Files.exists(file) ? Optional.of(read(file, Open.class)) : Optional.empty();
  }

  void begin(Open version) {
    AtomicFiles.write(folder.resolve(OPEN), json(version));
  }

  /** The files of an update are used, once each. */
  void end(List<TakenFile> files) {
    List<TakenFile> all = new ArrayList<>(taken());
    List<TakenFile> more = files.stream().filter(file -> !all.contains(file)).toList();
    if (!more.isEmpty()) {
      all.addAll(more);
      AtomicFiles.write(folder.resolve(TAKEN), json(all));
    }
    giveUp();
  }

  /** Nothing is being written any more. */
  void giveUp() {
    try {
      AtomicFiles.delete(folder.resolve(OPEN));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder.resolve(OPEN), e);
    }
  }

  /** All files used, in the order in which they were. */
  List<TakenFile> taken() {
    Path file = folder.resolve(TAKEN);
    return Files.exists(file) ? List.of(read(file, TakenFile[].class)) : List.of();
  }

  private static <T> T read(Path file, Class<T> type) {
    try {
      T value = JSON.readValue(BoundedFile.text(file, file.toString(), MOST_BYTES), type);
      if (value != null) {
        return value;
      }
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file + ": is damaged: " + e.getOriginalMessage() + "; take it from a backup", e);
    }
    throw new InvalidInputException(file + ": is damaged; take it from a backup");
  }

  private static String json(Object value) {
    return JsonText.of(JSON, value) + "\n";
  }
}
