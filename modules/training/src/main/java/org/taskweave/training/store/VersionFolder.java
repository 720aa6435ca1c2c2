package org.taskweave.training.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.JsonText;
import org.taskweave.core.input.BoundedFile;

/**
 * A folder whose folders and zip files are versions (bundles or exports), and whose {@code
 * current.json} names the one that answers: {@code {"version": "2026-11-30", "previous":
 * "2026-11-29"}}.
 */
public final class VersionFolder {

  private static final String CURRENT = "current.json";
  private static final int MOST_BYTES = 1 << 16;
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;

  /**
   * What current.json says.
   *
   * @param previous what answered before; absent for a first one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Current(String version, String previous) {}

  public VersionFolder(Path folder) {
    this.folder = folder;
  }

  /** Whether a folder is one of versions. */
  public static boolean is(Path folder) {
    return Files.isRegularFile(folder.resolve(CURRENT));
  }

  /**
   * The version that should answer.
   *
   * @throws InvalidInputException if the file is damaged or names no version
   */
  public Current current() {
    Path file = folder.resolve(CURRENT);
    Current current;
    try {
      current = JSON.readValue(BoundedFile.text(file, file.toString(), MOST_BYTES), Current.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file + ": must be {\"version\": \"NAME\"}: " + e.getOriginalMessage(), e);
    }
    if (current == null || current.version() == null) {
      throw new InvalidInputException(file + ": must be {\"version\": \"NAME\"}");
    }
    path(current.version());
    return current;
  }

  /** Writes current.json, at once. */
  public void write(Current current) {
    AtomicFiles.write(folder.resolve(CURRENT), JsonText.of(JSON, current) + "\n");
  }

  /** Names of all versions, in order. */
  public List<String> names() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> Files.isDirectory(path) || path.toString().endsWith(".zip"))
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  /**
   * Where a version is.
   *
   * @throws InvalidInputException if there is none of that name
   */
  public Path path(String name) {
    if (!names().contains(name)) {
      throw new InvalidInputException(
          "there is no version \"" + name + "\"; " + Suggestion.forMessage(name, names()));
    }
    return folder.resolve(name);
  }

  /** Questions that a version must be able to answer before a server answers with it. */
  public Optional<Path> examples() {
    return Optional.of(folder.resolve("examples.jsonl")).filter(Files::isRegularFile);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
