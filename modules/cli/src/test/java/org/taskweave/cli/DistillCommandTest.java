package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.training.bundle.ModelBundle;

class DistillCommandTest {

  @TempDir Path folder;

  private CommandRun distill(Object... more) {
    Object[] arguments = new Object[4 + more.length];
    arguments[0] = "distill";
    arguments[1] = folder.resolve("run/bundle");
    arguments[2] = "--out";
    arguments[3] = folder.resolve("small");
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandRun.of(arguments);
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("small/distillation.json").toFile());
  }

  @Test
  void aStudentIsMeasuredBesideItsTeacherAndFinishedModelsAreKept() throws IOException {
    SmallLog.write(folder);
    CommandRun trained =
        CommandRun.of("train", folder.resolve("recipe.yaml"), "--out", folder.resolve("run"));
    assertEquals(0, trained.exitCode(), trained.err());
    mistakes();

    CommandRun first = distill("--layers=1", "--state-weight=0.5", "--set=training.epochs=1");
    assertEquals(0, first.exitCode(), first.err());
    assertTrue(first.out().contains("training the student"), first.out());
    Path bundle = folder.resolve("small/bundle");
    try (ModelBundle teacher = ModelBundle.load(folder.resolve("run/bundle"));
        ModelBundle student = ModelBundle.load(bundle)) {
      assertEquals(1, student.recipe().encoder().layers());
      assertTrue(student.model().parameterCount() < teacher.model().parameterCount());
    }
    JsonNode report = report();
    assertEquals("test", report.get("split").asText());
    assertEquals(3, report.get("lines").size());
    for (JsonNode line : report.get("lines")) {
      double difference = line.get("student").asDouble() - line.get("alone").asDouble();
      assertEquals(
          line.get("higherIsBetter").asBoolean() ? difference : -difference,
          line.get("overAlone").get("value").asDouble(),
          1e-12);
    }
    assertTrue(report.get("models").get(1).get("milliseconds").asDouble() > 0);

    // After a kill in the second training: the student is there, the other one is not.
    FileTime finished = Files.getLastModifiedTime(bundle.resolve("model.zip"));
    delete(folder.resolve("small/alone"));
    CommandRun again = distill("--layers=1", "--state-weight=0.5", "--set=training.epochs=1");
    assertEquals(0, again.exitCode(), again.err());
    assertFalse(again.out().contains("training the student"), again.out());
    assertTrue(again.out().contains("without a teacher"), again.out());
    assertEquals(finished, Files.getLastModifiedTime(bundle.resolve("model.zip")));

    assertMistake("of another teacher", distill("--layers=1", "--temperature=3"));
  }

  private void mistakes() {
    assertMistake("as large as its teacher", distill());
    assertMistake("--layers -1", distill("--layers=-1"));
    assertMistake("--temperature 0.0", distill("--layers=1", "--temperature=0"));
    assertMistake("--teacher-weight -1.0", distill("--layers=1", "--teacher-weight=-1"));
    assertMistake("--state-weight -2.0", distill("--layers=1", "--state-weight=-2"));
    assertMistake("which has 2", distill("--layers=3"));
    assertMistake("--out", distill("--layers=1", "--out=" + folder.resolve("run/bundle")));
    assertMistake(
        "was trained on other events", distill("--layers=1", "--set=data.columns.action=null"));
    assertFalse(Files.exists(folder.resolve("small/bundle")));
    assertFalse(Files.exists(folder.resolve("small/distillation.txt")));
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> inside = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : inside) {
        Files.delete(file);
      }
    }
  }

  private static void assertMistake(String words, CommandRun run) {
    assertEquals(2, run.exitCode(), run.out() + run.err());
    assertTrue(run.err().contains(words), run.err());
  }
}
