package org.taskweave.hyperparam.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.study.StudyText;

class StudyTextRecordTest {

  @TempDir Path folder;

  @Test
  void aStudysTextsComeBackFromItsDatabase() {
    StudyText whole =
        new StudyText(
            "space: {}\n# a \"comment\"\n",
            Path.of("study.yaml"),
            List.of("budget.trials=3"),
            Optional.of("tasks: {}\n"),
            Optional.of(Path.of("recipe.yaml")));
    StudyText alone =
        new StudyText(
            "space: {}", Path.of("s.yaml"), List.of(), Optional.empty(), Optional.empty());
    try (StudyDatabase database = StudyDatabase.open(folder.resolve("study.duckdb"))) {
      assertEquals(Optional.empty(), StudyTextRecord.read(database));
      StudyTextRecord.write(database, whole);
      assertEquals(Optional.of(whole), StudyTextRecord.read(database));
      StudyTextRecord.write(database, alone);
      assertEquals(Optional.of(alone), StudyTextRecord.read(database));
    }
  }
}
