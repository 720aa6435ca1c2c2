package org.taskweave.hyperparam.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.hyperparam.trial.TrialOutcome;

/**
 * Keeps the artifact of the trial with the highest score in FOLDER/trial-NUMBER. It is written
 * before the trial counts as complete, and the one before it is deleted when the next is kept, so
 * that after a kill the best complete trial has its artifact.
 */
public final class BestArtifact implements ResultSaver {

  private static final String PREFIX = "trial-";

  private final Path folder;
  private double best = Double.NEGATIVE_INFINITY;
  private int bestTrial = -1;

  /** Artifacts in a folder, which need not exist yet. */
  public BestArtifact(Path folder) {
    this.folder = folder;
  }

  /** Goes on after trials of an earlier process. */
  synchronized void resume(int trial, double score) {
    if (score > best) {
      best = score;
      bestTrial = trial;
    }
  }

  /** The kept artifact of a trial. */
  public static Path of(Path folder, int trial) {
    return folder.resolve(PREFIX + trial);
  }

  @Override
  public synchronized ResultReference saveModel(OptimizationResult result, Object model) {
    Optional<Path> kept = Optional.empty();
    if (result.getScore() > best) {
      Path path = of(folder, result.getIndex());
      create();
      ((TrialOutcome) model).artifact().save(path);
      deleteOthers(result.getIndex(), bestTrial);
      best = result.getScore();
      bestTrial = result.getIndex();
      kept = Optional.of(path);
    }
    return new Reference(result, kept);
  }

  private record Reference(OptimizationResult result, Optional<Path> kept)
      implements ResultReference {
    @Override
    public OptimizationResult getResult() {
      return result;
    }

    /** The artifact's path; null when the trial was not the best when it ended. */
    @Override
    public Object getResultModel() {
      return kept.orElse(null);
    }
  }

  private void create() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the folder " + folder, e);
    }
  }

  /** The one before the newest stays until the next: the newest is not yet recorded as complete. */
  private void deleteOthers(int newest, int before) {
    List<Path> keep = List.of(of(folder, newest), of(folder, before));
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.filter(path -> !keep.contains(path)).toList()) {
        AtomicFiles.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clear the folder " + folder, e);
    }
  }

  @Override
  public List<Class<?>> getSupportedCandidateTypes() {
    return List.of(Map.class);
  }

  @Override
  public List<Class<?>> getSupportedModelTypes() {
    return List.of(TrialOutcome.class);
  }
}
