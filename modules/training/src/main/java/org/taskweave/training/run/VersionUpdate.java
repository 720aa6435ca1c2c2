package org.taskweave.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.JsonText;
import org.taskweave.core.file.Temporary;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.store.VersionFolder;

/**
 * A folder of versions that updates come into: {@code until-DATE} each, named after the newest
 * event that it knows, with what was measured in {@code until-DATE.update.json} beside it. One
 * process at a time: the caller holds the folder's lock.
 *
 * <p>A version counts from the moment its report is there. What a killed process left is ended by
 * the next one if it counts, and taken back if it does not ({@link #settle}).
 */
public final class VersionUpdate {

  private static final String REPORT = ".update.json";
  private static final int MOST_REPORT_BYTES = 1 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;
  private final VersionFolder versions;
  private final UpdateJournal journal;
  private final int keep;

  /**
   * A folder, which need not be there.
   *
   * @param keep versions that stay at most; the current one and the one before it always do
   * @throws InvalidInputException fewer than those two should stay, or the folder holds something
   *     else than versions, which would be taken for old ones
   */
  public VersionUpdate(Path folder, int keep) {
    if (keep < 2) {
      throw new InvalidInputException(
          "--keep " + keep + ": the current version and the one before it stay: give 2 or more");
    }
    this.folder = folder;
    this.versions = new VersionFolder(folder);
    this.journal = new UpdateJournal(folder);
    this.keep = keep;
    if (!Files.isDirectory(folder) || VersionFolder.is(folder)) {
      return;
    }
    List<String> others = new ArrayList<>(versions.names());
    journal.open().ifPresent(begun -> others.remove(begun.version()));
    if (!others.isEmpty()) {
      throw new InvalidInputException(
          folder
              + ": is no folder of versions, but holds "
              + String.join(", ", others)
              + ", which would be removed as the oldest versions one day: name a new folder");
    }
  }

  /** The bundle that answers, if the folder has versions. */
  public Optional<Path> current() {
    return VersionFolder.is(folder)
        ? Optional.of(versions.path(versions.current().version()))
        : Optional.empty();
  }

  /** Files that updates have used, in the order in which they were. */
  public List<TakenFile> taken() {
    return journal.taken();
  }

  /**
   * An update of a process that was killed.
   *
   * @param version its name
   * @param files that it has used
   */
  public record Ended(String version, List<TakenFile> files) {}

  /**
   * Ends what a killed process had written whole, and removes what it had not. To be called before
   * an update begins.
   *
   * @return the version that was ended, if there is one
   */
  public Optional<Ended> settle() {
    Optional<UpdateJournal.Open> begun = journal.open();
    if (begun.isEmpty()) {
      return Optional.empty();
    }
    String name = begun.get().version();
    if (!Files.exists(folder.resolve(name + REPORT))) {
      removeUnless(name);
      journal.giveUp();
      return Optional.empty();
    }
    complete(begun.get(), promoted(folder.resolve(name + REPORT)));
    return Optional.of(new Ended(name, begun.get().files()));
  }

  /** A first version whose process was killed after current.json named it is there to stay. */
  private void removeUnless(String name) {
    boolean isCurrent = VersionFolder.is(folder) && versions.current().version().equals(name);
    if (!isCurrent && Files.exists(folder.resolve(name))) {
      remove(name);
    }
  }

  private static boolean promoted(Path report) {
    try {
      return JSON.readTree(BoundedFile.text(report, report.toString(), MOST_REPORT_BYTES))
          .path("promoted")
          .asBoolean();
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          report + ": is damaged: " + e.getOriginalMessage() + "; remove it to update anew", e);
    }
  }

  /** Makes a bundle the first version, so that there is one to go back to. */
  public void begin(ModelBundle bundle) {
    if (!VersionFolder.is(folder)) {
      String name = unused("first");
      journal.begin(new UpdateJournal.Open(name, null, List.of()));
      bundle.save(folder.resolve(name));
      versions.write(new VersionFolder.Current(name, null));
      journal.giveUp();
    }
  }

  /**
   * Keeps an updated bundle, makes it the current version if its recipe's rule says so, and removes
   * the oldest versions.
   *
   * @param files that it has learned from or been measured on, to be remembered
   * @return its name
   */
  public String add(UpdatedBundle updated, List<TakenFile> files) {
    String name =
        unused(
            "until-"
                + updated
                    .until()
                    .atZone(ZoneId.of(updated.bundle().recipe().data().timeZone()))
                    .toLocalDate());
    UpdateJournal.Open begun =
        new UpdateJournal.Open(name, versions.current().version(), List.copyOf(files));
    journal.begin(begun);
    updated.bundle().save(folder.resolve(name));
    AtomicFiles.write(folder.resolve(name + REPORT), json(updated));
    complete(begun, updated.isPromoted());
    return name;
  }

  /** Each step may have been done before. */
  private void complete(UpdateJournal.Open begun, boolean promoted) {
    if (promoted && versions.current().version().equals(begun.before())) {
      versions.write(new VersionFolder.Current(begun.version(), begun.before()));
    }
    removeOldest();
    journal.end(begun.files());
  }

  private String unused(String wanted) {
    String name = wanted;
    for (int i = 2; isUsed(name); i++) {
      name = wanted + "-" + i;
    }
    return name;
  }

  private boolean isUsed(String name) {
    return Files.exists(folder.resolve(name)) || Files.exists(folder.resolve(name + REPORT));
  }

  private void removeOldest() {
    VersionFolder.Current current = versions.current();
    List<String> names = new ArrayList<>(versions.names());
    List<String> free =
        names.stream()
            .filter(n -> !n.equals(current.version()) && !n.equals(current.previous()))
            .sorted(Comparator.comparing(this::written))
            .toList();
    for (String name : free.subList(0, Math.max(0, Math.min(free.size(), names.size() - keep)))) {
      remove(name);
    }
  }

  private Instant written(String name) {
    try {
      return Files.getLastModifiedTime(folder.resolve(name)).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder.resolve(name), e);
    }
  }

  /** Out of sight at once, so that a kill leaves no half of a version. */
  private void remove(String name) {
    try {
      AtomicFiles.delete(folder.resolve(name + REPORT));
      AtomicFiles.delete(folder.resolve(name + ".notes.json"));
      Path hidden = Temporary.beside(folder.resolve(name));
      AtomicFiles.move(folder.resolve(name), hidden);
      AtomicFiles.delete(hidden);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the version " + folder.resolve(name), e);
    }
  }

  private static String json(UpdatedBundle updated) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("promoted", updated.isPromoted());
    report.put("until", updated.until().toString());
    report.put("newExamples", updated.newExamples());
    report.put("replayedExamples", updated.replayed());
    report.put("newItems", updated.newItems());
    report.put("newItemsWithoutText", updated.textless());
    report.put("epochs", updated.training().epochs().size());
    report.put("bestEpoch", updated.training().bestEpoch());
    report.put("seconds", updated.seconds());
    List<Map<String, Object>> lines = new ArrayList<>();
    for (UpdateLine line : updated.lines()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("task", line.task());
      one.put("metric", line.metric());
      one.put("primary", line.primary());
      one.put("old", line.difference().second());
      one.put("updated", line.difference().first());
      one.put("difference", line.difference().difference());
      one.put("intervalLow", line.difference().interval().low());
      one.put("intervalHigh", line.difference().interval().high());
      one.put("labels", line.difference().labels());
      one.put("worse", line.worse());
      lines.add(one);
    }
    report.put("test", lines);
    return JsonText.of(JSON, report) + "\n";
  }
}
