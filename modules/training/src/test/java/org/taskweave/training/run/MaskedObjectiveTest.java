package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.run.RunRecord;
import org.taskweave.data.event.BehaviorEvent;

/**
 * Items that follow each other around a ring of eight, learned by masking. A perfect model has an
 * NDCG@10 of about .95, since now and then any item follows; chance is .494, the mean of 1 / log2(1
 * + rank) over eight ranks.
 */
class MaskedObjectiveTest {

  private static final String[] TEXTS = {
    "red mug", "mug set", "set of mugware", "the red set", "a mug", "red", "the set", "ware of red"
  };

  @TempDir Path temporary;

  private static Recipe recipe(String examples, String... overrides) {
    String yaml =
        """
        data:
          files: [none.csv]
          columns: {user: user, item: item, timestamp: time, text: text}
        examples: %s
        sequence: {kind: hierarchical, maxEvents: 8}
        items: {width: 16}
        sequenceModel: {layers: 1, heads: 2, dropout: 0, learningRate: 0.01, objective: masked}
        encoder: {model: "%s"}
        tasks:
          next: {kind: nextItem, label: {nextItem: {}}, loss: inBatch}
        training: {epochs: 25, batchSize: 16, learningRate: 0.01, earlyStopping: {patience: 25}}
        evaluation: {bootstrapSamples: 0}
        """
            .formatted(examples, PlantedLog.ENCODER);
    return RecipeReader.parse(yaml, "ring.yaml", List.of(overrides));
  }

  private static List<BehaviorEvent> events(int users) {
    Random random = new Random(5);
    List<BehaviorEvent> events = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      int item = random.nextInt(TEXTS.length);
      int count = 6 + random.nextInt(9);
      for (int i = 0; i < count; i++) {
        events.add(event("u" + user, item, 1 + i));
        item = random.nextInt(10) == 0 ? random.nextInt(TEXTS.length) : (item + 1) % TEXTS.length;
      }
    }
    return events;
  }

  private static BehaviorEvent event(String user, int item, int day) {
    return new BehaviorEvent(
        user,
        "i" + item,
        "view",
        86_400_000L * day,
        Optional.of(TEXTS[item]),
        Optional.empty(),
        Map.of());
  }

  /** The same users and times, items dealt out anew. */
  private static List<BehaviorEvent> shuffled(List<BehaviorEvent> events) {
    List<BehaviorEvent> dealt = new ArrayList<>(events);
    Collections.shuffle(dealt, new Random(9));
    List<BehaviorEvent> result = new ArrayList<>();
    for (int i = 0; i < dealt.size(); i++) {
      BehaviorEvent place = events.get(i);
      BehaviorEvent what = dealt.get(i);
      result.add(
          new BehaviorEvent(
              place.user(),
              what.item(),
              place.action(),
              place.timestampMillis(),
              what.text(),
              Optional.empty(),
              Map.of()));
    }
    return result;
  }

  private RunOutcome trained(String folder, Recipe recipe, List<BehaviorEvent> events) {
    return new TrainingRun(
            recipe, new RunFolder(temporary.resolve(folder)), RunListener.NONE, List.of())
        .train(TrainingData.of(recipe, events, RunListener.NONE));
  }

  private static double ndcg(RunOutcome outcome) {
    return outcome.test().get(0).metric("ndcg@10").value();
  }

  /** BPR compares with one drawn item a label, and so needs more steps. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"inBatch, 25", "fullSoftmax, 25", "sampledSoftmax, 25", "bpr, 50"})
  void aPlantedOrderIsLearned(String loss, int epochs) {
    Recipe recipe =
        recipe("{lastOut: true}", "tasks.next.loss=" + loss, "training.epochs=" + epochs);
    double value = ndcg(trained("run", recipe, events(80)));
    assertTrue(value > .8, loss + " has " + value);
  }

  @Test
  void aShuffledOrderIsNot() {
    double value = ndcg(trained("run", recipe("{lastOut: true}"), shuffled(events(80))));
    assertTrue(value < .65, "it has " + value);
  }

  /** Beside a task whose labels have sequences of their own. */
  @Test
  void withCutsOtherTasksLearnToo() {
    String cuts =
        "{cuts: {train: [1970-01-05, 1970-01-07], dev: [1970-01-09], test: [1970-01-11]}}";
    Recipe recipe =
        recipe(
            cuts,
            "examples.horizonDays=2",
            "training.epochs=3",
            "tasks.active={kind: binary, label: {occurs: {action: view}}}");
    List<TaskEvaluation> test = trained("run", recipe, events(80)).test();
    assertEquals(2, test.size());
    assertTrue(test.get(1).metric("auc").value() >= 0, "it is measured");
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void aKilledRunEndsTheSame() throws Exception {
    Recipe recipe =
        recipe(
            "{lastOut: true}",
            "training.epochs=3",
            "tasks.next.loss=sampledSoftmax",
            "sequenceModel.dropout=0.1");
    List<BehaviorEvent> events = events(40);
    RunOutcome expected = trained("whole", recipe, events);
    RunFolder killed = new RunFolder(temporary.resolve("killed"));
    RunListener killer =
        new RunListener() {
          @Override
          public void epochDone(
              RunRecord.Epoch epoch, List<TaskEvaluation> dev, boolean best, double seconds) {
            throw new Killed();
          }
        };
    TrainingData data = TrainingData.of(recipe, events, RunListener.NONE);
    assertThrows(
        Killed.class, () -> new TrainingRun(recipe, killed, killer, List.of()).train(data));
    RunOutcome resumed = TrainingRun.resume(killed, data, RunListener.NONE, List.of());
    assertEquals(expected.training(), resumed.training());
    assertEquals(
        Files.readString(new RunFolder(temporary.resolve("whole")).evaluationJson()),
        Files.readString(killed.evaluationJson()));
  }
}
