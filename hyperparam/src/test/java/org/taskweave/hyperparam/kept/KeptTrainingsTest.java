package org.taskweave.hyperparam.kept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;

class KeptTrainingsTest {

  record Row(String method, double value) {}

  record Asked(String recipe, int seeds) {}

  private static final KeptTrainings.Origin ORIGIN = new KeptTrainings.Origin("a: 1", "sha256:1");
  private static final List<Row> ROWS = List.of(new Row("x", 0.1), new Row("y", -1e-9));

  @TempDir Path folder;

  private KeptTrainings<Row> kept;

  @BeforeEach
  void open() {
    kept = new KeptTrainings<>(folder.resolve("kept"), Row.class);
  }

  @Test
  void finishedTrainingsAreKeptForTheirOwnRecipeAndData() {
    assertEquals(List.of(), kept.finished(ORIGIN));
    kept.write(ORIGIN, ROWS);
    assertEquals(ROWS, kept.finished(ORIGIN));
    String otherRecipe = refused(new KeptTrainings.Origin("a: 2", "sha256:1"));
    assertTrue(otherRecipe.contains("of another recipe"), otherRecipe);
    String otherData = refused(new KeptTrainings.Origin("a: 1", "sha256:2"));
    assertTrue(otherData.contains("on the data sha256:1, but now they are sha256:2"), otherData);
  }

  private String refused(KeptTrainings.Origin origin) {
    return assertThrows(InvalidInputException.class, () -> kept.finished(origin)).getMessage();
  }

  @Test
  void whatWasAskedForIsKeptUntilOtherTrainingsBelongHere() {
    kept.begin(new Asked("a: 1", 2));
    assertEquals(new Asked("a: 1", 2), asked());
    kept.begin(new Asked("a: 1", 3));
    assertEquals(new Asked("a: 1", 3), asked(), "nothing is finished: the newest question stands");
    kept.write(ORIGIN, ROWS);
    kept.begin(new Asked("a: 2", 2));
    assertEquals(new Asked("a: 1", 3), asked(), "it may be of another recipe");
    kept.ask(new Asked("a: 1", 5));
    assertEquals(new Asked("a: 1", 5), asked());
  }

  private Asked asked() {
    return KeptTrainings.asked(folder.resolve("kept"), Asked.class, "comparison");
  }

  @Test
  void whatIsMissingOrDamagedIsSaid() throws IOException {
    String none = assertThrows(InvalidInputException.class, this::asked).getMessage();
    assertTrue(none.contains("kept: holds no comparison to go on with"), none);
    kept.begin(new Asked("a: 1", 2));
    Files.writeString(folder.resolve("kept/request.json"), "{\"recipe\"");
    String damaged = assertThrows(InvalidInputException.class, this::asked).getMessage();
    assertTrue(damaged.contains("request.json: cannot be read"), damaged);
    Files.writeString(folder.resolve("kept/trainings.jsonl"), "");
    String empty = refused(ORIGIN);
    assertTrue(empty.contains("trainings.jsonl: cannot be read"), empty);
  }
}
