package org.taskweave.training.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;

/**
 * A folder that files of events arrive in. A file has arrived when two looks in succession find it
 * with the same size and time; hidden ones and those that end in {@code .part} or {@code .tmp} are
 * still on their way.
 */
public final class FollowedFolder {

  private final Path folder;
  private final Consumer<String> messages;
  private Map<Path, State> seen = Map.of();
  private final Map<Path, State> told = new HashMap<>();
  private final Map<State, TakenFile> digests = new HashMap<>();

  /** What a file that is written to would change. */
  private record State(Path file, long bytes, long modifiedMillis) {}

  /**
   * A folder.
   *
   * @param messages hears, once each, of files that are left out
   * @throws InvalidInputException if it is none
   */
  public FollowedFolder(Path folder, Consumer<String> messages) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "--follow " + folder + ": is no folder: make it, or name the one that files arrive in");
    }
    this.folder = folder.toAbsolutePath().normalize();
    this.messages = messages;
  }

  /**
   * Files that have arrived and were not used yet, by name; none at the first look.
   *
   * @param taken those that were
   */
  public List<TakenFile> look(List<TakenFile> taken) {
    Map<Path, State> now = states();
    List<TakenFile> arrived = new ArrayList<>();
    for (State state : now.values()) {
      if (state.equals(seen.get(state.file()))) {
        TakenFile file = digests.computeIfAbsent(state, s -> TakenFile.of(s.file()));
        if (!taken.contains(file) && isNew(file, state, taken)) {
          arrived.add(file);
        }
      }
    }
    digests.keySet().retainAll(now.values());
    seen = now;
    return arrived;
  }

  /** Whether neither its name nor its content was used before. */
  private boolean isNew(TakenFile file, State state, List<TakenFile> taken) {
    for (TakenFile before : taken) {
      if (before.file().equals(file.file())) {
        tell(state, "was used with another content: give new events in a file of their own");
        return false;
      }
      if (before.sha256().equals(file.sha256())) {
        tell(state, "has the content of " + before.file() + ", which was used: it is left out");
        return false;
      }
    }
    return true;
  }

  private void tell(State state, String what) {
    if (!state.equals(told.put(state.file(), state))) {
      messages.accept(state.file() + ": " + what);
    }
  }

  private Map<Path, State> states() {
    Map<Path, State> states = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(FollowedFolder::isWhole).toList()) {
        try {
          states.put(
              file, new State(file, Files.size(file), Files.getLastModifiedTime(file).toMillis()));
        } catch (NoSuchFileException e) {
          // It went while we looked.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
    return states;
  }

  private static boolean isWhole(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && !name.endsWith(".part")
        && !name.endsWith(".tmp")
        && Files.isRegularFile(file);
  }
}
