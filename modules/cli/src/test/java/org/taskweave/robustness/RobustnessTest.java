package org.taskweave.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Some mutations of each kind of file in every build; {@code mvn -Probustness verify} tries 300 of
 * each. A finding names the number of the mutation: {@code -Drobustness.mutations} beyond it
 * repeats it.
 */
@Tag("robustness")
class RobustnessTest {

  private static final int MUTATIONS = Integer.getInteger("taskweave.robustness.mutations", 8);

  @TempDir static Path folder;
  private static HonestFiles honest;

  @BeforeAll
  static void make() throws IOException {
    honest = HonestFiles.make(folder);
  }

  static List<Subject> subjects() {
    return Subjects.all();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void strangersFilesAreReadOrRefused(Subject subject) throws IOException, InterruptedException {
    Path work = Files.createDirectories(folder.resolve("work"));
    MutationRun run = MutationRun.of(subject, honest.of(subject), work, MUTATIONS);
    System.out.println(run.summary());
    assertEquals(List.of(), run.findings());
    assertEquals(MUTATIONS, run.accepted() + run.refused());
  }
}
