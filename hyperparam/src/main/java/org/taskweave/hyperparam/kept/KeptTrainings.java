package org.taskweave.hyperparam.kept;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.JsonText;
import org.taskweave.core.input.BoundedFile;

/**
 * Trainings of one recipe on the same data in a folder: what was asked for last in request.json,
 * and the finished ones in trainings.jsonl, a line each below the line of what they belong to.
 *
 * @param <T> a record of a finished training
 */
public final class KeptTrainings<T> {

  /** A request is a recipe and some options; trainings of an ablation hold their predictions. */
  private static final int MOST_REQUEST_BYTES = 16 << 20;

  private static final int MOST_BYTES = 1 << 30;
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final Class<T> type;

  /** Those in a folder, which need not exist yet. */
  public KeptTrainings(Path folder, Class<T> type) {
    this.folder = folder;
    this.type = type;
  }

  /**
   * What all trainings of a folder share.
   *
   * @param recipe its text, all defaults written
   */
  public record Origin(String recipe, String dataHash) {}

  private Path trainings() {
    return folder.resolve("trainings.jsonl");
  }

  private static Path request(Path folder) {
    return folder.resolve("request.json");
  }

  /** All files that are written. */
  public List<Path> files() {
    return List.of(trainings(), request(folder));
  }

  /**
   * What was asked for in a folder last.
   *
   * @param what the folder holds, as in "a comparison"
   * @throws InvalidInputException if nothing was, or it cannot be read
   */
  public static <R> R asked(Path folder, Class<R> type, String what) {
    if (!Files.isRegularFile(request(folder))) {
      throw new InvalidInputException(
          folder + ": holds no " + what + " to go on with: start one with a recipe and --out");
    }
    try {
      Path file = request(folder);
      return JSON.readValue(BoundedFile.text(file, file.toString(), MOST_REQUEST_BYTES), type);
    } catch (IOException e) {
      throw new InvalidInputException(
          request(folder) + ": cannot be read: " + e + ": give the recipe and --out again", e);
    }
  }

  /** Keeps what is asked for, unless there are trainings that may be of another recipe. */
  public void begin(Object request) {
    if (!Files.exists(trainings())) {
      ask(request);
    }
  }

  /** Keeps what is asked for; its trainings were found to belong here. */
  public void ask(Object request) {
    AtomicFiles.write(request(folder), line(request));
  }

  /**
   * The trainings that were finished before.
   *
   * @throws InvalidInputException if they are of another recipe or other data
   */
  public List<T> finished(Origin origin) {
    if (!Files.exists(trainings())) {
      return List.of();
    }
    try {
      List<String> lines =
          BoundedFile.text(trainings(), trainings().toString(), MOST_BYTES).lines().toList();
      Origin before = JSON.readValue(lines.get(0), Origin.class);
      if (!before.equals(origin)) {
        throw new InvalidInputException(
            folder
                + ": holds trainings "
                + (before.recipe().equals(origin.recipe())
                    ? "on the data " + before.dataHash() + ", but now they are " + origin.dataHash()
                    : "of another recipe")
                + ", which cannot be compared with new ones: name another folder");
      }
      List<T> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        rows.add(JSON.readValue(line, type));
      }
      return rows;
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new InvalidInputException(
          trainings() + ": cannot be read: " + e + ": remove it to train anew", e);
    }
  }

  /** Writes the finished trainings as a whole, so that a kill leaves those of before. */
  public void write(Origin origin, List<T> rows) {
    StringBuilder text = new StringBuilder(line(origin));
    rows.forEach(row -> text.append(line(row)));
    AtomicFiles.write(trainings(), text.toString());
  }

  private static String line(Object value) {
    return JsonText.of(JSON, value) + "\n";
  }
}
