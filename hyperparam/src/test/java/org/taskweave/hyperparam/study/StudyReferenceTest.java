package org.taskweave.hyperparam.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.reference.FieldReference;
import org.taskweave.core.reference.MarkdownReference;
import org.taskweave.core.reference.ReferenceFiles;

/** The study's reference is what its records and their comments say. */
class StudyReferenceTest {

  private static void same(String file, String expected) throws IOException {
    ReferenceFiles.same(
        Path.of(file),
        expected,
        "mvn -pl hyperparam -am test -Dtest=StudyReferenceTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false");
  }

  @Test
  void isWhatTheRecordsSay() throws IOException {
    ReferenceFiles files =
        new ReferenceFiles(
            StudyReference::of,
            Path.of("src/main/java/org/taskweave/hyperparam/study"),
            "study",
            List.of(Path.of("src/test/resources/study-examples.yaml")));
    assertEquals(List.of(), files.lacking("src/test/resources/study-examples.yaml"));
    same("src/main/resources/org/taskweave/hyperparam/study/fields.txt", files.resource());
    same(
        "../modules/docs/study.md",
        new MarkdownReference(files.reference(), StudyReference.HEAD).write());
  }

  @Test
  void fieldsAreFound() {
    FieldReference reference = StudyReference.ofStudies();
    assertEquals("0.1", reference.find("generator.goodShare").byDefault().orElseThrow());
    assertEquals("space.*.logUniform", reference.find("space.logUniform").path());
    assertTrue(reference.find("space").required());
    String problem =
        assertThrows(InvalidInputException.class, () -> reference.find("budgets")).getMessage();
    assertEquals("budgets: a study has no such field; did you mean \"budget\"?", problem);
  }
}
