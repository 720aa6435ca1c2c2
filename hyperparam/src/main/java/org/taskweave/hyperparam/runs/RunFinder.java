package org.taskweave.hyperparam.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.hyperparam.recipe.StudyFolder;
import org.taskweave.hyperparam.report.Numbers;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialRanking;
import org.taskweave.training.run.MeasuredMetric;
import org.taskweave.training.run.RunHistory;
import org.taskweave.training.store.VersionFolder;

/** Finds runs, studies and versions under a folder; what is inside one of them is its own. */
public final class RunFinder {

  /** Folders inside each other that are looked into. */
  private static final int DEPTH = 5;

  private RunFinder() {}

  /**
   * All under a folder, or the one that it is; the newest first.
   *
   * @throws InvalidInputException if there is no such folder
   */
  public static List<RunEntry> under(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          folder + ": there is no such folder: name one that runs were written to");
    }
    List<RunEntry> found = new ArrayList<>();
    look(folder, folder, DEPTH, found);
    found.sort(Comparator.comparing(RunEntry::startedAt).reversed().thenComparing(RunEntry::name));
    return found;
  }

  /**
   * The one that a path names: a run's or study's folder, a bundle, or a folder of versions, whose
   * current one it is then.
   *
   * @throws InvalidInputException if it is none
   */
  public static RunEntry at(Path path) {
    if (!Files.exists(path)) {
      throw new InvalidInputException(path + ": is not there: runs FOLDER lists what is");
    }
    if (VersionFolder.is(path)) {
      VersionFolder versions = new VersionFolder(path);
      Path current = versions.path(versions.current().version());
      return version(current, current.toString(), true);
    }
    List<RunEntry> found = new ArrayList<>();
    if (Files.isDirectory(path) && one(path, path.toString(), found)) {
      return found.get(0);
    }
    Path parent = path.toAbsolutePath().getParent();
    boolean current =
        parent != null
            && VersionFolder.is(parent)
            && new VersionFolder(parent)
                .current()
                .version()
                .equals(path.toAbsolutePath().getFileName().toString());
    return version(path, path.toString(), current);
  }

  private static void look(Path top, Path folder, int depth, List<RunEntry> found) {
    String name = name(top, folder);
    if (one(folder, name, found)) {
      return;
    }
    if (VersionFolder.is(folder)) {
      VersionFolder versions = new VersionFolder(folder);
      String current = versions.current().version();
      for (String each : versions.names()) {
        Path path = versions.path(each);
        found.add(listed(path, name(top, path), each.equals(current)));
      }
      return;
    }
    if (depth > 0) {
      try (Stream<Path> inside = Files.list(folder)) {
        inside
            .filter(
                path -> Files.isDirectory(path) && !path.getFileName().toString().startsWith("."))
            .sorted()
            .forEach(path -> look(top, path, depth - 1, found));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot list " + folder, e);
      }
    }
  }

  private static String name(Path top, Path folder) {
    return folder.equals(top)
        ? top.toAbsolutePath().normalize().getFileName().toString()
        : top.relativize(folder).toString();
  }

  private static boolean one(Path folder, String name, List<RunEntry> found) {
    if (Files.exists(new StudyFolder(folder).database())) {
      found.add(study(folder, name));
      return true;
    }
    try {
      Optional<RunHistory> run = RunHistory.ofRun(folder);
      run.ifPresent(
          history ->
              found.add(
                  new RunEntry(
                      folder,
                      name,
                      RunEntry.Kind.RUN,
                      state(history),
                      history.startedAt(),
                      result(history),
                      run,
                      RunNotes.of(folder, RunEntry.Kind.RUN))));
      return run.isPresent();
    } catch (InvalidInputException damaged) {
      found.add(unreadable(folder, name, damaged));
      return true;
    }
  }

  /** One run of an older program or a damaged one should not hide the others. */
  private static RunEntry unreadable(Path folder, String name, InvalidInputException reason) {
    return new RunEntry(
        folder,
        name,
        RunEntry.Kind.RUN,
        "cannot be read",
        "",
        reason.getMessage().lines().findFirst().orElse(""),
        Optional.empty(),
        RunNotes.NONE);
  }

  private static String state(RunHistory history) {
    return history.finished()
        ? "finished"
        : "not finished: epoch " + history.epochs().size() + " of " + history.wantedEpochs();
  }

  /** The primary metrics of the test split, or the best epoch's objective where there are none. */
  private static String result(RunHistory history) {
    List<MeasuredMetric> primary = history.test().stream().filter(MeasuredMetric::primary).toList();
    if (!primary.isEmpty()) {
      return primary.stream()
          .map(m -> m.task() + " " + m.name() + " " + Numbers.metric(m.value()))
          .collect(Collectors.joining(", "));
    }
    return history
        .best()
        .map(best -> "dev objective " + Numbers.metric(best.objective()))
        .orElse("");
  }

  private static RunEntry study(Path folder, String name) {
    String state;
    String result = "";
    try (StudyDatabase database = StudyDatabase.existing(new StudyFolder(folder).database())) {
      List<Trial> trials = database.trials();
      state = trials.stream().filter(Trial::ended).count() + " trials ended";
      List<Objective> objectives = database.objectives();
      result =
          TrialRanking.best(trials)
              .map(
                  best -> {
                    List<String> values = new ArrayList<>();
                    for (int k = 0; k < objectives.size(); k++) {
                      values.add(
                          objectives.get(k).name()
                              + " "
                              + Numbers.metric(best.objectives().get(k)));
                    }
                    return "best trial "
                        + best.number()
                        + ": "
                        + String.join(", ", values)
                        + " (dev)";
                  })
              .orElse("");
    } catch (InvalidInputException e) {
      state = "open in another process, or damaged";
    }
    return new RunEntry(
        folder,
        name,
        RunEntry.Kind.STUDY,
        state,
        modified(new StudyFolder(folder).study()),
        result,
        Optional.empty(),
        RunNotes.of(folder, RunEntry.Kind.STUDY));
  }

  /** When a study's copy of its file was written, which is its first deed. */
  private static String modified(Path file) {
    try {
      return Files.exists(file) ? Files.getLastModifiedTime(file).toInstant().toString() : "";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** A version that is an export, or damaged, is listed without numbers. */
  private static RunEntry listed(Path path, String name, boolean current) {
    try {
      return version(path, name, current);
    } catch (InvalidInputException e) {
      return new RunEntry(
          path,
          name,
          RunEntry.Kind.VERSION,
          (current ? "current; " : "") + "no bundle",
          "",
          "",
          Optional.empty(),
          RunNotes.of(path, RunEntry.Kind.VERSION));
    }
  }

  private static RunEntry version(Path path, String name, boolean current) {
    RunHistory history = RunHistory.ofBundle(path);
    return new RunEntry(
        path,
        name,
        RunEntry.Kind.VERSION,
        current ? "current" : "kept",
        history.startedAt(),
        result(history),
        Optional.of(history),
        RunNotes.of(path, RunEntry.Kind.VERSION));
  }

  /** Seconds as minutes; "" where they are not known. */
  static String minutes(RunHistory history) {
    double seconds = history.seconds();
    return Double.isNaN(seconds) ? "" : String.format(Locale.ROOT, "%.1f", seconds / 60);
  }
}
