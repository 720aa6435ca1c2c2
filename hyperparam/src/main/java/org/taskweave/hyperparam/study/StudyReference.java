package org.taskweave.hyperparam.study;

import org.taskweave.core.reference.FieldReference;
import org.taskweave.core.reference.ReferenceTexts;

/** Every field of a study's file, as the records have them. */
public final class StudyReference {

  /** Above the fields in the documentation. */
  static final String HEAD =
      """
      # Study fields

      A study is one YAML file: `recipe` (a recipe's file, or the recipe itself), `set` (a map of paths of the recipe to the values that
      all trials have), and the fields below. `*` stands for a path of the recipe. A field without a default that is not required may be
      left out. Short forms: `generator: tpe` is `{kind: tpe}`, `pruner: none` is `{kind: none}`, `objective: reorder.auc` is `{metric:
      reorder.auc}`, a number under `weighted` is a weight, a path under `tie` is its `to`, and `boolean` under `space` is `{choice: [true,
      false]}`. `./taskweave help study PATH` prints the same. Generated from the records: `mvn -pl hyperparam -am test
      -Dtest=StudyReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dtaskweave.write=true`.
      """;

  private StudyReference() {}

  /** That of this build. */
  public static FieldReference ofStudies() {
    return of(ReferenceTexts.beside(StudyReference.class));
  }

  static FieldReference of(ReferenceTexts texts) {
    return new FieldReference(StudySpec.class, "a study", texts);
  }
}
