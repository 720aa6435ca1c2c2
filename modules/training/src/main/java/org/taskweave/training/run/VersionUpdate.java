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
import org.taskweave.core.file.Temporary;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.store.VersionFolder;

/**
 * A folder of versions that updates come into: {@code until-DATE} each, named after the newest
 * event that it knows, with what was measured in {@code until-DATE.update.json} beside it. One
 * process at a time: the caller holds the folder's lock.
 */
public final class VersionUpdate {

  private static final String REPORT = ".update.json";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;
  private final VersionFolder versions;
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
    this.keep = keep;
    if (Files.isDirectory(folder) && !VersionFolder.is(folder) && !versions.names().isEmpty()) {
      throw new InvalidInputException(
          folder
              + ": is no folder of versions, but holds "
              + String.join(", ", versions.names())
              + ", which would be removed as the oldest versions one day: name a new folder");
    }
  }

  /** The bundle that answers, if the folder has versions. */
  public Optional<Path> current() {
    return VersionFolder.is(folder)
        ? Optional.of(versions.path(versions.current().version()))
        : Optional.empty();
  }

  /** Makes a bundle the first version, so that there is one to go back to. */
  public void begin(ModelBundle bundle) {
    if (!VersionFolder.is(folder)) {
      String name = unused("first");
      bundle.save(folder.resolve(name));
      versions.write(new VersionFolder.Current(name, null));
    }
  }

  /**
   * Keeps an updated bundle, makes it the current version if it is not worse, and removes the
   * oldest versions.
   *
   * @return its name
   */
  public String add(UpdatedBundle updated) {
    String name =
        unused(
            "until-"
                + updated
                    .until()
                    .atZone(ZoneId.of(updated.bundle().recipe().data().timeZone()))
                    .toLocalDate());
    updated.bundle().save(folder.resolve(name));
    AtomicFiles.write(folder.resolve(name + REPORT), json(updated));
    if (updated.isNotWorse()) {
      versions.write(new VersionFolder.Current(name, versions.current().version()));
    }
    removeOldest();
    return name;
  }

  private String unused(String wanted) {
    String name = wanted;
    for (int i = 2; Files.exists(folder.resolve(name)); i++) {
      name = wanted + "-" + i;
    }
    return name;
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
      Path hidden = Temporary.beside(folder.resolve(name));
      AtomicFiles.move(folder.resolve(name), hidden);
      AtomicFiles.delete(hidden);
      AtomicFiles.delete(folder.resolve(name + REPORT));
      AtomicFiles.delete(folder.resolve(name + ".notes.json"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the version " + folder.resolve(name), e);
    }
  }

  private static String json(UpdatedBundle updated) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("promoted", updated.isNotWorse());
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
    try {
      return JSON.writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and texts are always JSON", e);
    }
  }
}
