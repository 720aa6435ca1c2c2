package org.taskweave.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Problem;

/** Everything found wrong in a configuration, each with its place. */
public final class LocatedProblems {

  /** A problem and the place in a file or option where it stands. */
  public record Located(Position position, Problem problem) {
    @Override
    public String toString() {
      return position + ": " + problem;
    }
  }

  private final List<Located> found = new ArrayList<>();

  public LocatedProblems() {}

  /** Goes on from problems found before. */
  public LocatedProblems(List<Located> before) {
    found.addAll(before);
  }

  /** Notes a problem. */
  public void add(Position position, String path, String message) {
    found.add(new Located(position, new Problem(path, message)));
  }

  /** What was found so far. */
  public List<Located> found() {
    return List.copyOf(found);
  }

  /** Reports what was found, one line each, "file:line: path: message", in the file's order. */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      found.sort(Comparator.comparingInt(located -> located.position().line()));
      throw new InvalidInputException(
          found.stream().map(Located::toString).distinct().collect(Collectors.joining("\n")));
    }
  }
}
