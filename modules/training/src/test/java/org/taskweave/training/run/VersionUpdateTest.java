package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.metric.PairedDifference;
import org.taskweave.core.recipe.UpdateRecipe;
import org.taskweave.training.store.VersionFolder;

/** What a killed update leaves, and the rule of promotion. Whole updates: UpdateCommandTest. */
class VersionUpdateTest {

  private static final TakenFile FILE = new TakenFile("/in/may.csv", "ab");

  @TempDir Path folder;

  private VersionFolder versions() {
    return new VersionFolder(folder);
  }

  private void version(String name) throws IOException {
    Files.createDirectories(folder.resolve(name));
  }

  private void begun(String version, String before) {
    new UpdateJournal(folder).begin(new UpdateJournal.Open(version, before, List.of(FILE)));
  }

  private void report(String version, boolean promoted) throws IOException {
    Files.writeString(folder.resolve(version + ".update.json"), "{\"promoted\": " + promoted + "}");
  }

  private void first() throws IOException {
    version("first");
    versions().write(new VersionFolder.Current("first", null));
  }

  @Test
  void aVersionWithoutItsReportIsTakenBackAndItsFilesAreFree() throws IOException {
    first();
    begun("until-may", "first");
    version("until-may");
    VersionUpdate update = new VersionUpdate(folder, 5);
    assertEquals(Optional.empty(), update.settle());
    assertEquals(List.of("first"), versions().names());
    assertEquals("first", versions().current().version());
    assertEquals(List.of(), update.taken());
    assertFalse(Files.exists(folder.resolve(".update.json")));
  }

  @Test
  void aVersionWithItsReportIsEndedOnce() throws IOException {
    first();
    begun("until-may", "first");
    version("until-may");
    report("until-may", true);
    VersionUpdate update = new VersionUpdate(folder, 5);
    assertEquals(Optional.of(new VersionUpdate.Ended("until-may", List.of(FILE))), update.settle());
    VersionFolder.Current after = new VersionFolder.Current("until-may", "first");
    assertEquals(after, versions().current());
    assertEquals(List.of(FILE), update.taken());
    assertEquals(Optional.empty(), update.settle());

    // The process died when all but the journal's end was written: nothing is done twice.
    begun("until-may", "first");
    assertTrue(update.settle().isPresent());
    assertEquals(after, versions().current());
    assertEquals(List.of(FILE), update.taken());
  }

  @Test
  void aVersionThatWasNotPromotedStaysSo() throws IOException {
    first();
    begun("until-may", "first");
    version("until-may");
    report("until-may", false);
    VersionUpdate update = new VersionUpdate(folder, 5);
    assertTrue(update.settle().isPresent());
    assertEquals(new VersionFolder.Current("first", null), versions().current());
    assertEquals(List.of("first", "until-may"), versions().names());
    assertEquals(List.of(FILE), update.taken());
  }

  /** Killed before current.json named it, it would have been a stranger's folder before. */
  @Test
  void aFirstVersionThatNothingNamesYetIsWrittenAnew() throws IOException {
    version("first");
    assertThrows(InvalidInputException.class, () -> new VersionUpdate(folder, 5));
    begun("first", null);
    VersionUpdate update = new VersionUpdate(folder, 5);
    assertEquals(Optional.empty(), update.settle());
    assertEquals(List.of(), versions().names());
    assertEquals(Optional.empty(), update.current());
  }

  @Test
  void aFirstVersionThatIsNamedStays() throws IOException {
    first();
    begun("first", null);
    new VersionUpdate(folder, 5).settle();
    assertEquals(List.of("first"), versions().names());
    assertFalse(Files.exists(folder.resolve(".update.json")));
  }

  @Test
  void aDamagedMemoryIsTold() throws IOException {
    first();
    Files.writeString(folder.resolve("taken.json"), "[{");
    InvalidInputException damaged =
        assertThrows(InvalidInputException.class, () -> new VersionUpdate(folder, 5).taken());
    assertTrue(damaged.getMessage().contains("taken.json: is damaged"), damaged.getMessage());
  }

  private static UpdateLine line(
      String task, boolean primary, Direction direction, double low, double high) {
    double middle = (low + high) / 2;
    return new UpdateLine(
        task,
        "metric",
        primary,
        direction,
        new PairedDifference(.5 + middle, .5, middle, new Bootstrap.Interval(low, high), 100));
  }

  private static boolean promoted(
      UpdateRecipe.Promotion rule, List<String> judges, UpdateLine... lines) {
    return UpdatedBundle.isPromoted(List.of(lines), new UpdateRecipe(rule, judges));
  }

  @Test
  void theRecipesRulePromotes() {
    UpdateRecipe.Promotion notWorse = UpdateRecipe.Promotion.NOT_WORSE;
    UpdateRecipe.Promotion better = UpdateRecipe.Promotion.BETTER;
    UpdateLine same = line("a", true, Direction.HIGHER_IS_BETTER, -.01, .02);
    UpdateLine gain = line("b", true, Direction.HIGHER_IS_BETTER, .01, .02);
    UpdateLine lessError = line("b", true, Direction.LOWER_IS_BETTER, -.02, -.01);
    UpdateLine loss = line("c", true, Direction.HIGHER_IS_BETTER, -.02, -.01);
    UpdateLine moreError = line("c", true, Direction.LOWER_IS_BETTER, .01, .02);
    UpdateLine beside = line("c", false, Direction.HIGHER_IS_BETTER, -.02, -.01);
    assertTrue(promoted(notWorse, List.of(), same));
    assertTrue(promoted(notWorse, List.of(), same, gain, beside));
    assertFalse(promoted(notWorse, List.of(), gain, loss));
    assertFalse(promoted(notWorse, List.of(), gain, moreError));
    assertFalse(promoted(notWorse, List.of(), beside));
    assertTrue(promoted(notWorse, List.of("a", "b"), same, gain, loss));
    assertFalse(promoted(better, List.of(), same));
    assertTrue(promoted(better, List.of(), same, gain));
    assertTrue(promoted(better, List.of(), same, lessError));
    assertFalse(promoted(better, List.of("a"), same, gain));
  }
}
