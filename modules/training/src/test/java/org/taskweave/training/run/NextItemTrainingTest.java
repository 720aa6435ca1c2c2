package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.run.RunRecord;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Split;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.GateSummary;
import org.taskweave.training.evaluate.TaskPredictions;
import org.taskweave.training.fit.TrainerListener;

/** Items in a ring: each is followed by the next one. */
class NextItemTrainingTest {

  private static final List<String> TEXTS =
      List.of("red", "mug", "set", "of", "a", "b", "c", "d", "e", "the");

  @TempDir Path folder;

  private static Recipe recipe(String... overrides) {
    return RecipeReader.parse(
        """
        seed: 5
        data:
          files: [none.csv]
          columns: {user: user, item: item, timestamp: time, action: action, text: text}
        examples: {lastOut: true}
        sequence: {kind: hierarchical, maxEvents: 6, padToMultipleOf: 6}
        items: {width: 16}
        sequenceModel: {layers: 1, heads: 2, dropout: 0.0}
        encoder: {model: "%s"}
        representation: {dropout: 0.0}
        tasks:
          next: {kind: nextItem, label: {nextItem: {}}, dropout: 0.0, negatives: 6}
        training: {learningRate: 2.0e-2, epochs: 20, batchSize: 16, earlyStopping: {patience: 20}}
        evaluation: {bootstrapSamples: 100, batchSize: 32}
        """
            .formatted(PlantedLog.ENCODER),
        "ring.yaml",
        List.of(overrides));
  }

  private static BehaviorEvent event(String user, int day, String item, String text) {
    return new BehaviorEvent(
        user, item, "view", day * 86_400_000L, Optional.of(text), Optional.empty(), Map.of());
  }

  private static List<BehaviorEvent> log(int users, IntUnaryOperator next) {
    Random random = new Random(3);
    List<BehaviorEvent> events = new ArrayList<>();
    for (int u = 0; u < users; u++) {
      int item = random.nextInt(TEXTS.size());
      for (int day = 1; day < 8; day++) {
        events.add(event(String.format("u%03d", u), day, "i" + item, TEXTS.get(item)));
        item = next.applyAsInt(item);
      }
    }
    return events;
  }

  private static List<BehaviorEvent> ring(int users) {
    return log(users, item -> (item + 1) % TEXTS.size());
  }

  private static TrainingData data(Recipe recipe, List<BehaviorEvent> events) {
    return TrainingData.of(recipe, events, RunListener.NONE);
  }

  private RunOutcome train(Recipe recipe, List<BehaviorEvent> events, String name) {
    return new TrainingRun(recipe, new RunFolder(folder.resolve(name)), RunListener.NONE, List.of())
        .train(data(recipe, events));
  }

  @Test
  void whatFollowsIsLearnedWithEveryLoss() {
    for (String loss : List.of("fullSoftmax", "sampledSoftmax", "inBatch", "bpr")) {
      MetricResult first =
          train(recipe("tasks.next.loss=" + loss), ring(60), loss).test().get(0).metric("hr@1");
      assertTrue(first.value() > .85, loss + ": " + first);
      assertTrue(first.trivialBaseline() < .4, "popularity does not tell");
    }
  }

  /** Histories of several lengths: a batch has more cells than rows. */
  @Test
  void gatesAreReadForTheLabelledEvents() {
    List<BehaviorEvent> events = new ArrayList<>(ring(40));
    events.removeIf(event -> event.user().compareTo("u020") > 0 && event.timestampMillis() < 3e8);
    Recipe recipe =
        recipe(
            "tasks.size={kind: multiclass, label: {classOf: {attribute: size}}}",
            "sharing={kind: mmoe, experts: 3, hidden: 8}",
            "data.columns.attributes=[size]",
            "training.epochs=1");
    events.replaceAll(
        event ->
            new BehaviorEvent(
                event.user(),
                event.item(),
                event.action(),
                event.timestampMillis(),
                event.text(),
                event.basket(),
                Map.of("size", event.item().compareTo("i4") > 0 ? "large" : "small")));
    RunOutcome outcome = train(recipe, events, "gates");
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      List<EncodedExample> examples =
          data(recipe, events).examples().get(Split.TEST).stream()
              .map(bundle.inputs().encoder()::encode)
              .toList();
      List<GateSummary> gates =
          GateSummary.of(bundle.model(), bundle.inputs().batcher(32), examples);
      assertEquals(6, gates.size(), gates.toString());
      for (int task = 0; task < 2; task++) {
        double sum =
            gates.subList(3 * task, 3 * task + 3).stream().mapToDouble(GateSummary::mean).sum();
        assertEquals(1, sum, 1e-5, gates.toString());
      }
    }
  }

  @Test
  void whatFollowsByChanceIsNot() {
    Random random = new Random(8);
    MetricResult first =
        train(recipe(), log(60, item -> random.nextInt(TEXTS.size())), "chance")
            .test()
            .get(0)
            .metric("hr@1");
    assertTrue(first.value() < .25, "one of ten: " + first);
  }

  /** The new item comes once, as what a user looks at last, which is for the test. */
  @Test
  void aNewItemIsNearTheOneWithItsText() throws Exception {
    List<BehaviorEvent> events = new ArrayList<>(ring(60));
    events.add(event("u000", 9, "new", TEXTS.get(4)));
    try (ModelBundle bundle =
        ModelBundle.load(train(recipe("items.idDropout=0.5"), events, "cold").bundle())) {
      INDArray vectors = bundle.model().items().orElseThrow().vectors();
      List<String> ids = bundle.catalog().items().stream().map(item -> item.id()).toList();
      int cold = ids.indexOf("new");
      String nearest = "";
      double best = -1;
      for (int i = 0; i < ids.size(); i++) {
        double likeness = Transforms.cosineSim(vectors.getRow(cold), vectors.getRow(i));
        if (i != cold && likeness > best) {
          best = likeness;
          nearest = ids.get(i);
        }
      }
      assertEquals("i4", nearest);
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void aKilledRunWithDrawnItemsEndsTheSame() throws Exception {
    Recipe recipe =
        recipe(
            "tasks.next.loss=sampledSoftmax",
            "items.idDropout=0.3",
            "sequenceModel.dropout=0.1",
            "training.epochs=3");
    RunOutcome expected = train(recipe, ring(20), "whole");
    RunFolder killed = new RunFolder(folder.resolve("killed"));
    RunListener killer =
        new RunListener() {
          @Override
          public void epochDone(
              RunRecord.Epoch epoch, List<TaskEvaluation> dev, boolean best, double seconds) {
            throw new Killed();
          }
        };
    assertThrows(
        Killed.class,
        () -> new TrainingRun(recipe, killed, killer, List.of()).train(data(recipe, ring(20))));
    RunOutcome resumed =
        TrainingRun.resume(killed, data(recipe, ring(20)), RunListener.NONE, List.of());
    assertEquals(expected.training(), resumed.training());
    assertEquals(
        Files.readString(new RunFolder(folder.resolve("whole")).evaluationJson()),
        Files.readString(killed.evaluationJson()));
    try (ModelBundle one = ModelBundle.load(expected.bundle());
        ModelBundle other = ModelBundle.load(resumed.bundle())) {
      assertEquals(one.model().graph().params(), other.model().graph().params());
    }
  }

  /** As trials of a search do. */
  @Test
  void trainingsShareTheItemsVectors() {
    List<String> stages = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void stage(String name) {
            stages.add(name);
          }
        };
    List<BehaviorEvent> events = ring(20);
    Recipe first = recipe("training.epochs=1");
    Recipe second = recipe("training.epochs=1", "items.width=8", "training.learningRate=0.02");
    try (SharedTraining shared = SharedTraining.of(recipe -> data(recipe, events), listener);
        TrainedModel one = shared.train(first, TrainerListener.NONE);
        TrainedModel other = shared.train(second, TrainerListener.NONE)) {
      assertEquals(
          1, stages.stream().filter(stage -> stage.startsWith("encoding the texts")).count());
      assertEquals(8, other.bundle().model().items().orElseThrow().vectors().size(1));
      assertEquals(
          train(first, events, "alone").training().epochs().get(0).trainingLoss(),
          one.result().epochs().get(0).trainingLoss());
    }
  }

  @Test
  void aBundleScoresAsItsModelDid() {
    Recipe recipe = recipe("training.epochs=2");
    List<BehaviorEvent> events = ring(12);
    RunOutcome outcome = train(recipe, events, "bundle");
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      var examples = data(recipe, events).of(org.taskweave.data.example.Split.TEST);
      List<TaskPredictions> one =
          bundle
              .inputs()
              .scorer(5)
              .score(
                  bundle.model(),
                  examples.stream().map(bundle.inputs().encoder()::encode).toList());
      int hits = 0;
      for (int row = 0; row < one.get(0).rows(); row++) {
        // The row of the best item, and its score.
        String target = bundle.catalog().items().get((int) one.get(0).at(row, 0)).id();
        hits +=
            examples.get(row).labels().get(0)
                        instanceof org.taskweave.data.example.LabelValue.NextItem next
                    && next.item().equals(target)
                ? 1
                : 0;
      }
      assertEquals(
          outcome.test().get(0).metric("hr@1").value(), hits / (double) examples.size(), 1e-9);
    }
  }
}
