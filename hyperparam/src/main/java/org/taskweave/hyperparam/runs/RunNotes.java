package org.taskweave.hyperparam.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.JsonText;
import org.taskweave.core.input.BoundedFile;

/**
 * What somebody says of a run: kept as notes.json in its folder. A version's is beside it,
 * VERSION.notes.json, since a bundle is sealed.
 *
 * @param tags in order, each once
 * @param note "" for none
 */
public record RunNotes(List<String> tags, String note) {

  private static final int MOST_BYTES = 1 << 20;
  private static final String NAME = "notes.json";
  private static final JsonMapper JSON = new JsonMapper();

  /** Nothing was said. */
  public static final RunNotes NONE = new RunNotes(List.of(), "");

  public RunNotes {
    tags = tags == null ? List.of() : List.copyOf(new TreeSet<>(tags));
    note = note == null ? "" : note;
  }

  /**
   * Reads what is said of a run.
   *
   * @throws InvalidInputException if the file is damaged
   */
  static RunNotes of(Path run, RunEntry.Kind kind) {
    Path file = file(run, kind);
    if (!Files.exists(file)) {
      return NONE;
    }
    try {
      RunNotes notes =
          JSON.readValue(BoundedFile.text(file, file.toString(), MOST_BYTES), RunNotes.class);
      return notes == null ? NONE : notes;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file
              + ": must be {\"tags\": [\"WORD\"], \"note\": \"TEXT\"}: "
              + e.getOriginalMessage()
              + ": mend it, or remove the file",
          e);
    }
  }

  private static Path file(Path run, RunEntry.Kind kind) {
    return kind == RunEntry.Kind.VERSION
        ? run.resolveSibling(run.getFileName() + "." + NAME)
        : run.resolve(NAME);
  }

  /**
   * With more tags.
   *
   * @throws InvalidInputException one is blank or holds a comma, which stands between tags
   */
  RunNotes tagged(Collection<String> more) {
    for (String tag : more) {
      if (tag.isBlank() || tag.contains(",") || !tag.equals(tag.strip())) {
        throw new InvalidInputException(
            "the tag \"" + tag + "\" is no word: give one without commas and spaces around it");
      }
    }
    List<String> all = new ArrayList<>(tags);
    all.addAll(more);
    return new RunNotes(all, note);
  }

  /** Without some tags; those that it has not are no matter. */
  RunNotes without(Collection<String> some) {
    return new RunNotes(tags.stream().filter(tag -> !some.contains(tag)).toList(), note);
  }

  RunNotes noted(String text) {
    return new RunNotes(tags, text.strip());
  }

  void write(Path run, RunEntry.Kind kind) {
    AtomicFiles.write(file(run, kind), JsonText.of(JSON, this) + "\n");
  }
}
