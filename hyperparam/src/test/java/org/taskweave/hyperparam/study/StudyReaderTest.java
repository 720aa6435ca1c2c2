package org.taskweave.hyperparam.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.hyperparam.space.SearchSpace;

class StudyReaderTest {

  private static final String RECIPE =
      """
      data:
        files: [log.csv]
        columns: {user: u, item: i, timestamp: t, action: a}
      examples: {cuts: {train: [2024-01-01], dev: [2024-03-01], test: [2024-05-01]}}
      tasks:
        again: {kind: binary, label: {occurs: {action: buy}}}
        amount: {kind: regression, label: {value: {attribute: price}}}
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeRecipe() throws IOException {
    Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
  }

  private StudyDefinition read(String yaml) throws IOException {
    Path file = folder.resolve("study.yaml");
    Files.writeString(file, yaml);
    return StudyReader.read(file, List.of());
  }

  private String problem(String yaml) {
    return assertThrows(InvalidInputException.class, () -> read(yaml)).getMessage();
  }

  private static String study(String space) {
    return """
        recipe: recipe.yaml
        space:
          %s
        objective: again.auc
        budget: {trials: 3}
        """
        .formatted(space);
  }

  @Test
  void everySettingIsRead() throws IOException {
    StudyDefinition study =
        read(
            """
            recipe: recipe.yaml
            set: {training.epochs: 3}
            space:
              tasks.again.weight: {logUniform: [0.05, 5]}
              tasks.again.learningRate: {uniform: [1e-4, 1e-2]}
              training.batchSize: {integer: [8, 64]}
              training.decay: {choice: [linear, cosine]}
              encoder.frozenEmbeddings: {boolean}
            tie:
              tasks.amount.learningRate: {to: tasks.again.learningRate, times: 0.5}
              tasks.amount.weight: tasks.again.weight
            objective:
              weighted: {again.auc: 1, amount: 0.5}
            generator: {kind: tpe, startupTrials: 4}
            pruner: asha
            trainingsPerTrial: 2
            budget: {trials: 20, minutes: 30}
            workers: 2
            seed: 5
            """);
    StudySpec spec = study.spec();
    assertEquals(new GeneratorSpec.Tpe(4, 24, 0.1), spec.generator());
    assertEquals(new PrunerSpec.Asha(3, 1), spec.pruner());
    assertEquals(new BudgetSpec(20, 30, 0), spec.budget());
    assertEquals(2, spec.trainingsPerTrial());
    assertEquals(
        List.of("again.auc", "amount.rmse"),
        study.terms().stream().map(ObjectiveTerm::name).toList());

    SearchSpace space = spec.searchSpace();
    Map<String, Object> values = space.getValue(new double[] {0.5, 1, 0, 0.9, 0.1});
    assertEquals(
        Map.of(
            "tasks.again.weight", 0.5,
            "tasks.again.learningRate", 0.01,
            "training.batchSize", 8,
            "training.decay", "cosine",
            "encoder.frozenEmbeddings", true,
            "tasks.amount.learningRate", 0.005,
            "tasks.amount.weight", 0.5),
        values);

    Recipe recipe = study.trialRecipe(values, 99);
    assertEquals(3, recipe.training().epochs());
    assertEquals(0.5, recipe.tasks().get(1).weight());
    assertEquals(0.005, recipe.tasks().get(1).head().learningRate().orElseThrow());
    assertEquals(TrainingRecipe.Decay.COSINE, recipe.training().decay());
    assertEquals(99, recipe.trainingSeed());
    assertEquals(7, recipe.seed());
    assertEquals(
        List.of(
            new TrainingRecipe.ObjectiveTerm("again", "auc", 1),
            new TrainingRecipe.ObjectiveTerm("amount", "rmse", 0.5)),
        recipe.training().earlyStopping().objective());
    assertEquals(
        folder.toAbsolutePath().resolve("log.csv").toString(), recipe.data().files().get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tasks.agin.weight: {logUniform: [0.1, 1]} | did you mean \"again\"?",
        "tasks.again.wieght: {logUniform: [0.1, 1]} | did you mean \"weight\"?",
        "trainin.epochs: {integer: [1, 3]} | did you mean \"training\"?",
        "training.learningRate: {uniform: [2, 1]} | is no range",
        "training.learningRate: {uniform: [1, 1]} | is no range",
        "training.learningRate: {uniform: [1]} | is no range",
        "training.learningRate: {logUniform: [0, 1]} | start above 0",
        "training.learningRate: {logUnifrom: [0.1, 1]} | did you mean \"logUniform\"?",
        "training.learningRate: {uniform: [-1, 1]} | must be at least 0",
        "training.batchSize: {uniform: [1, 64]} | must be a whole number",
        "training.decay: {choice: [linear, cosin]} | did you mean \"cosine\"?",
        "training.decay: {choice: [linear]} | leaves nothing to choose",
        "training.decay: {integer: [1, 2]} | must be one of none, linear, cosine",
        "encoder.dropout: {uniform: [0, 1]} | must be a probability from 0 to below 1",
        "training.epochs: {integer: [1, 3], choice: [1, 2]} | 2 kinds of values"
      })
  void badSpacesAreRefusedWithTheirPlace(String space, String message) {
    String problem = problem(study(space));
    assertTrue(problem.contains(message), problem);
    assertTrue(problem.startsWith("study.yaml:3: space"), problem);
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    String problem =
        problem(
            """
            recipe: recipe.yaml
            space:
              tasks.again.weight: {logUniform: [0, 1]}
              training.epochs: {integer: [3, 1]}
            objective: {pareto: [again.auc]}
            generator: {kind: tpee}
            budget: {}
            """);
    assertTrue(problem.contains("study.yaml:3:"), problem);
    assertTrue(problem.contains("study.yaml:4:"), problem);
    assertTrue(problem.contains("study.yaml:5: objective.pareto"), problem);
    assertTrue(problem.contains("study.yaml:6:") && problem.contains("\"tpe\""), problem);
    assertTrue(problem.contains("study.yaml:7: budget"), problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "agian.auc | did you mean \"again\"?",
        "again.auk | did you mean \"auc\"?",
        "amount.auc | is not a metric of amount"
      })
  void unknownObjectivesAreRefused(String objective, String message) {
    String problem =
        problem(
            study("training.learningRate: {uniform: [0.1, 1]}").replace("again.auc", objective));
    assertTrue(problem.contains(message), problem);
  }

  @Test
  void valuesThatOnlyTogetherAreWrongAreRefused() {
    String problem =
        problem(
            study(
                """
                encoder.frozenLayers: {integer: [0, 2]}
                  encoder.frozenEmbeddings: {choice: [true, false]}"""));
    assertTrue(problem.contains("freezes layers above embeddings that learn"), problem);
  }

  @Test
  void aTieNeedsASearchedPath() {
    String problem =
        problem(
            study("training.learningRate: {uniform: [0.1, 1]}")
                + "tie: {encoder.learningRate: training.learningrate}\n");
    assertTrue(problem.contains("did you mean \"training.learningRate\"?"), problem);
  }

  @Test
  void theStudyOfOneTaskKeepsWhatConcernsIt() throws IOException {
    StudyDefinition study =
        read(
            """
            recipe: recipe.yaml
            set: {sharing.kind: mmoe}
            space:
              sharing.experts: {integer: [2, 4]}
              tasks.again.weight: {logUniform: [0.05, 5]}
              tasks.again.learningRate: {uniform: [1e-4, 1e-2]}
              tasks.amount.learningRate: {uniform: [1e-4, 1e-2]}
              encoder.dropout: {uniform: [0, 0.5]}
            objective: {pareto: [again.logLoss, amount.mae]}
            budget: {trials: 2}
            singleTask: true
            """);
    assertEquals(
        new SharingRecipe.Mmoe(3, 64),
        study.trialRecipe(Map.of("sharing.experts", 3), 1).sharing());
    StudyDefinition alone = study.alone("again").orElseThrow();
    assertEquals(
        List.of("tasks.again.learningRate", "encoder.dropout"),
        alone.spec().space().stream().map(ParameterSpec::path).toList());
    assertEquals("again.logLoss", alone.terms().get(0).name());
    Recipe recipe = alone.trialRecipe(Map.of("encoder.dropout", 0.25), 1);
    assertEquals(1, recipe.tasks().size());
    assertEquals(new SharingRecipe.SharedBottom(), recipe.sharing());
    assertEquals("again", recipe.training().earlyStopping().objective().get(0).task());
  }

  @Test
  void aRecipeMayStandInTheStudy() throws IOException {
    StudyDefinition study =
        read(
            "recipe:\n"
                + RECIPE.indent(2)
                + "space: {training.learningRate: {uniform: [0.1, 1]}}\n"
                + "objective: again.auc\nbudget: {trials: 1}\n");
    assertEquals(
        folder.toAbsolutePath().resolve("log.csv").toString(),
        study.defaultRecipe().data().files().get(0));
  }

  @Test
  void oldNamesAreErrorsThatNameTheNewOnes() {
    String problem =
        problem(
            study("shared.dropout: {uniform: [0, 0.5]}").replace("budget:", "repeats: 2\nbudget:"));
    assertTrue(problem.contains("repeats: is an old name: write trainingsPerTrial"), problem);
    String searched = problem(study("shared.dropout: {uniform: [0, 0.5]}"));
    assertTrue(searched.contains("shared: is an old name: write representation"), searched);
  }
}
