package org.taskweave.hyperparam.runs;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.taskweave.training.run.RunHistory;

/**
 * One thing that was run.
 *
 * @param name its folder, from the folder that was searched
 * @param state what became of it, in words
 * @param startedAt ISO instant; "" where it is not known
 * @param result its most telling numbers, in words
 * @param history of a training; absent for studies and exports
 */
public record RunEntry(
    Path path,
    String name,
    Kind kind,
    String state,
    String startedAt,
    String result,
    Optional<RunHistory> history,
    RunNotes notes) {

  /** What is listed. */
  public enum Kind {
    /** A training's folder. */
    RUN,
    /** A search's folder. */
    STUDY,
    /** A bundle or export among versions. */
    VERSION;

    /** As told to people. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Gives it tags.
   *
   * @throws org.taskweave.core.InvalidInputException one is no word
   */
  public void tag(Collection<String> tags) {
    notes.tagged(tags).write(path, kind);
  }

  /** Takes tags away. */
  public void untag(Collection<String> tags) {
    notes.without(tags).write(path, kind);
  }

  /** Gives it a note in place of the one it had; "" removes it. */
  public void note(String text) {
    notes.noted(text).write(path, kind);
  }
}
