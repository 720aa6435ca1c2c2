package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.run.RunRecord;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.training.bundle.ModelBundle;

class ResumeTest {

  @TempDir Path temporary;

  private final Recipe recipe =
      PlantedLog.recipe(PlantedLog.RED, "training.epochs=3", "encoder.dropout=0.1");
  private final List<BehaviorEvent> events = PlantedLog.events(120, 6);

  private TrainingData data() {
    return TrainingData.of(recipe, events, RunListener.NONE);
  }

  /** A killed run, as far as a test can: the listener throws after the first epoch. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private RunFolder killedAfterOneEpoch() {
    RunFolder killed = new RunFolder(temporary.resolve("killed"));
    RunListener killer =
        new RunListener() {
          @Override
          public void epochDone(
              RunRecord.Epoch epoch, List<TaskEvaluation> dev, boolean best, double seconds) {
            throw new Killed();
          }
        };
    assertThrows(
        Killed.class, () -> new TrainingRun(recipe, killed, killer, List.of()).train(data()));
    return killed;
  }

  @Test
  void aKilledRunEndsTheSame() throws Exception {
    RunFolder whole = new RunFolder(temporary.resolve("whole"));
    RunOutcome expected = new TrainingRun(recipe, whole, RunListener.NONE, List.of()).train(data());
    RunFolder killed = killedAfterOneEpoch();
    assertFalse(Files.exists(killed.bundle()));
    RunOutcome resumed = TrainingRun.resume(killed, data(), RunListener.NONE, List.of());
    assertEquals(expected.training(), resumed.training());
    assertEquals(
        Files.readString(whole.evaluationJson()), Files.readString(killed.evaluationJson()));
    List<String> log = Files.readAllLines(killed.log());
    assertEquals(1 + 1 + 1 + 2 + 1, log.size());
    assertTrue(log.get(2).contains("\"resume\""), log.get(2));
    try (ModelBundle bundle = ModelBundle.load(resumed.bundle())) {
      assertTrue(log.get(0).contains(bundle.run().startedAt()), "started when the run began");
    }
  }

  @Test
  void otherDataOrAnotherFolderCannotBeResumed() {
    RunFolder killed = killedAfterOneEpoch();
    TrainingData other =
        TrainingData.of(recipe, events.subList(0, events.size() - 10), RunListener.NONE);
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> TrainingRun.resume(killed, other, RunListener.NONE, List.of()))
            .getMessage();
    assertTrue(message.contains(other.hash()) && message.contains(data().hash()), message);
    RunFolder empty = new RunFolder(temporary.resolve("empty"));
    message =
        assertThrows(
                InvalidInputException.class,
                () -> TrainingRun.resume(empty, RunListener.NONE, List.of()))
            .getMessage();
    assertTrue(message.contains(empty.path() + ": no run to resume"), message);
  }

  /** As after a kill between an epoch's checkpoint and its line. */
  @Test
  void anEpochKeepsItsLine() throws Exception {
    RunFolder killed = killedAfterOneEpoch();
    List<String> lines = Files.readAllLines(killed.log());
    assertTrue(lines.get(1).contains("\"epoch\":1"), lines.get(1));
    Files.writeString(killed.log(), lines.get(0) + "\n" + lines.get(1).substring(0, 20));
    TrainingRun.resume(killed, data(), RunListener.NONE, List.of());
    List<String> after = Files.readAllLines(killed.log());
    assertEquals(lines.get(0), after.get(0));
    assertTrue(after.get(1).contains("\"resume\""), after.get(1));
    assertEquals(lines.get(1), after.get(2), "with its seconds");
    assertTrue(after.get(3).contains("\"epoch\":2"), after.get(3));
    assertEquals(1 + 1 + 3 + 1, after.size());
  }

  @Test
  void anEditedRecipeIsRefused() throws Exception {
    RunFolder killed = killedAfterOneEpoch();
    String written = Files.readString(killed.recipe());
    String seed =
        written.lines().filter(line -> line.startsWith("seed:")).findFirst().orElseThrow();
    Files.writeString(killed.recipe(), written.replace(seed, "seed: 12345"));
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> TrainingRun.resume(killed, data(), RunListener.NONE, List.of()))
            .getMessage();
    assertTrue(message.contains("seed: \"" + seed.substring(6) + "\" -> \"12345\""), message);
    assertTrue(message.contains("Only data.files, "), message);
  }

  /** A kill after the recipe was written and before the first checkpoint. */
  @Test
  void aRunWithoutACheckpointBeginsAgain() throws Exception {
    RunFolder killed = killedAfterOneEpoch();
    AtomicFiles.delete(killed.checkpoint());
    Files.createDirectory(killed.path().resolve(".checkpoint~00000000-1-1700000000~0123abcd"));
    RunFolder copy = new RunFolder(temporary.resolve("copy"));
    copyOf(killed, copy);
    RunOutcome resumed = TrainingRun.resume(killed, data(), RunListener.NONE, List.of());
    RunOutcome trained = new TrainingRun(recipe, copy, RunListener.NONE, List.of()).train(data());
    assertEquals(trained.training(), resumed.training());
    assertEquals(1 + 3 + 1, Files.readAllLines(copy.log()).size(), "the log is a new one");
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> new TrainingRun(recipe, copy, RunListener.NONE, List.of()).train(data()))
            .getMessage();
    assertTrue(message.contains("train --resume " + copy.path()), message);
  }

  private static void copyOf(RunFolder from, RunFolder to) throws IOException {
    Files.createDirectory(to.path());
    for (Path file : List.of(from.recipe(), from.log())) {
      Files.copy(file, to.path().resolve(file.getFileName()));
    }
  }

  @Test
  void twoTrainingsInOneFolderAreRefused() {
    RunFolder folder = new RunFolder(temporary.resolve("one"));
    List<String> messages = new ArrayList<>();
    RunListener second =
        new RunListener() {
          @Override
          public void epochStarted(int epoch, int epochs, int steps) {
            messages.add(
                assertThrows(
                        InvalidInputException.class,
                        () -> TrainingRun.resume(folder, data(), RunListener.NONE, List.of()))
                    .getMessage());
            throw new Killed();
          }
        };
    assertThrows(
        Killed.class, () -> new TrainingRun(recipe, folder, second, List.of()).train(data()));
    assertTrue(
        messages.get(0).startsWith(folder.path() + ": a training is writing to this folder"),
        messages.toString());
  }

  @Test
  void aFolderThatIsNotEmptyIsRefused() throws Exception {
    Path path = Files.createDirectories(temporary.resolve("used"));
    Files.writeString(path.resolve("notes.txt"), "mine");
    TrainingRun run = new TrainingRun(recipe, new RunFolder(path), RunListener.NONE, List.of());
    String message =
        assertThrows(InvalidInputException.class, () -> run.train(data())).getMessage();
    assertTrue(message.contains(path + ": the run folder is not empty"), message);
    assertEquals("mine", Files.readString(path.resolve("notes.txt")));
  }

  @Test
  void aMistakeInTheDataLeavesTheFolderUsable() {
    RunFolder folder = new RunFolder(temporary.resolve("again"));
    TrainingData onlyTraining =
        TrainingData.of(
            recipe,
            events.stream()
                .filter(event -> Integer.parseInt(event.user().substring(1)) % 2 == 0)
                .toList(),
            RunListener.NONE);
    TrainingRun run = new TrainingRun(recipe, folder, RunListener.NONE, List.of());
    String message =
        assertThrows(InvalidInputException.class, () -> run.train(onlyTraining)).getMessage();
    assertTrue(message.contains("the dev split has no example"), message);
    assertFalse(Files.exists(folder.recipe()));
  }
}
