package org.taskweave.training.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.FolderLock;
import org.taskweave.core.file.Temporary;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeChanges;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.training.store.SealedFolder;

/**
 * What a run folder lets a process do: begin a run in it, or go on with the one that is there.
 *
 * @param log of the folder
 */
record RunBeginning(RunFolder folder, RunLog log) {

  /**
   * The recipe of the run that is in a folder.
   *
   * @throws InvalidInputException if there is none that came as far as its log
   */
  static Recipe recipeToResume(RunFolder folder) {
    if (!Files.exists(folder.recipe()) || !Files.exists(folder.log())) {
      throw new InvalidInputException(
          folder.path()
              + ": no run to resume: "
              + folder.recipe().getFileName()
              + " and "
              + folder.log().getFileName()
              + " are needed, which a run has once its log is read. Start it with: train RECIPE"
              + " --out "
              + folder.path());
    }
    return folder.readRecipe();
  }

  /**
   * A run whose log was refused, or that ended before its first checkpoint, can be tried again:
   * what it left is written anew.
   */
  void requireNothingToLose() {
    List<Path> before = folder.checkpointExists() ? List.of() : leftByAnEarlyEnd();
    try (Stream<Path> files = Files.list(folder.path())) {
      if (files.anyMatch(file -> !before.contains(file) && !Temporary.isName(file))) {
        throw new InvalidInputException(
            folder.path()
                + ": the run folder is not empty. Name another one, or go on with the run that is in"
                + " it: train --resume "
                + folder.path());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the run folder " + folder.path(), e);
    }
  }

  /** A recipe without a run's log beside it may be anyone's. */
  private List<Path> leftByAnEarlyEnd() {
    List<Path> left = new ArrayList<>(List.of(folder.quarantine(), FolderLock.file(folder.path())));
    if (log.exists()) {
      left.add(folder.log());
      if (log.start().isPresent()) {
        left.add(folder.recipe());
      }
    }
    return left;
  }

  /** The result could not be the same by another recipe, nor fit what the checkpoint holds. */
  RunLog.Start requireSameRecipe(Recipe recipe) {
    RunLog.Start start =
        log.start()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        folder.log() + ": holds nothing yet; start the run anew"));
    List<String> changes = RecipeChanges.between(start.recipe(), RecipeReader.write(recipe));
    if (!changes.isEmpty()) {
      throw new InvalidInputException(
          folder.recipe()
              + ": has changed since the run began, so it cannot end the same: "
              + String.join("; ", changes)
              + ". Undo that, or start another run. Only "
              + String.join(", ", RecipeChanges.FREE)
              + " may change.");
    }
    return start;
  }

  /**
   * Refuses to go on with other data.
   *
   * @throws InvalidInputException if the log's events are not those that the run began with
   */
  void requireSameData(RunLog.Start start, String hash) {
    if (!hash.equals(start.dataHash())) {
      throw new InvalidInputException(
          folder.path()
              + ": the run began with the data "
              + start.dataHash()
              + ", but now they are "
              + hash
              + ", so it cannot end the same. Bring the old data back, or start the run anew.");
    }
  }

  /** The log tells whose folder it is: it is the last to go and the first to come. */
  void prepareFolder(boolean resume) {
    try {
      if (resume) {
        log.removeHalfLine();
        SealedFolder.clearReplaced(folder.checkpoint());
        return;
      }
      AtomicFiles.delete(folder.recipe());
      AtomicFiles.delete(folder.log());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the run folder " + folder.path(), e);
    }
  }
}
