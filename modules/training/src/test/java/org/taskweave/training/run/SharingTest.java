package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.core.run.RunRecord;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.nn.share.GateValues;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.GateSummary;

/** Every architecture from the recipe to a bundle. */
class SharingTest {

  private static final List<BehaviorEvent> EVENTS = PlantedLog.events(120, 4);

  @TempDir Path folder;

  /** Gates: how many weights they give in all. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{kind: mmoe, experts: 3, hidden: 8}|6",
        "{kind: ple, levels: 2, sharedExperts: 1, taskExperts: 1, hidden: 8}|11",
        "{kind: crossStitch, layers: 1, hidden: 8}|4",
        "{kind: taskAttention, levels: 1, taskExperts: 2, hidden: 8}|12",
        "{kind: esmm, click: red, purchase: bought}|1",
        "{kind: aitm, chain: [red, bought], hidden: 8}|2",
        "{kind: star, domain: platform, hidden: 8}|1",
        "{kind: pepnet, domain: platform, hidden: 8}|3",
      })
  void isTrainedSavedAndInspected(String sharing, int weights) {
    Recipe recipe =
        PlantedLog.recipe(
            PlantedLog.RED + PlantedLog.BOUGHT,
            "features.user={count: {count: {}}, platform: {lastClass: {attribute: size}}}",
            "sharing=" + sharing,
            "training.epochs=2",
            "evaluation.bootstrapSamples=10");
    RunOutcome outcome =
        new TrainingRun(recipe, new RunFolder(folder.resolve("run")), RunListener.NONE, List.of())
            .train(TrainingData.of(recipe, EVENTS, RunListener.NONE));
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      assertEquals(recipe.sharing(), bundle.recipe().sharing());
      List<RunRecord.Epoch> epochs = bundle.run().epochs();
      assertTrue(epochs.get(1).trainingLoss() < epochs.get(0).trainingLoss(), epochs.toString());
      List<EncodedExample> examples = examples(bundle);
      check(bundle, recipe.sharing(), examples);
      List<GateSummary> gates =
          GateSummary.of(bundle.model(), bundle.inputs().batcher(32), examples);
      assertEquals(weights, gates.size(), gates.toString());
    }
  }

  private static List<EncodedExample> examples(ModelBundle bundle) {
    BehaviorSequences sequences =
        BehaviorSequences.of(EVENTS, 5, bundle.recipe().data().columns().order());
    return new ExampleBuilder(bundle.recipe().examples(), bundle.recipe().tasks())
        .build(sequences).stream().map(bundle.inputs().encoder()::encode).toList();
  }

  private static void check(
      ModelBundle bundle, SharingRecipe sharing, List<EncodedExample> examples) {
    List<String> tasks = bundle.preprocessing().tasks().stream().map(TaskSpec::name).toList();
    for (MultiTaskBatch batch : bundle.inputs().batcher(32).evaluation(examples)) {
      List<TaskScores> scores = bundle.model().score(batch.input());
      List<GateValues> gates = bundle.model().gates(batch.input());
      for (int row = 0; row < batch.exampleIndices().length; row++) {
        if (sharing instanceof SharingRecipe.Esmm) {
          // pCTCVR = pCTR * pCVR
          assertEquals(List.of("red", "bought"), tasks);
          assertEquals(
              scores.get(0).at(row, 0) * gates.get(0).at(row, 0), scores.get(1).at(row, 0), 1e-5);
        }
        if (sharing instanceof SharingRecipe.Mmoe) {
          for (GateValues gate : gates) {
            assertEquals(1, gate.at(row, 0) + gate.at(row, 1) + gate.at(row, 2), 1e-5);
          }
        }
      }
    }
  }
}
