package org.taskweave.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;

/** A thousand impressions on one history, of which every tenth is clicked. */
class NegativeSamplingTest {

  private static final int IMPRESSIONS = 1000;
  private static final List<TaskSpec> TASKS =
      List.of(
          new BinaryTask(
              "click",
              new LabelRule.Followed("click", 60),
              1,
              HeadSpec.ofPair(0, 0, Optional.empty()),
              Optional.empty(),
              1));

  private static List<Example> examples() {
    List<BehaviorEvent> history = List.of(event("a", "click", 0));
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < IMPRESSIONS; i++) {
      BehaviorEvent shown = event("i" + i, "show", 1000);
      examples.add(
          new Example(
              "ann",
              1000,
              Split.TRAIN,
              history,
              List.of(new LabelValue.Quantity(i % 10 == 0 ? 1 : 0)),
              Optional.of(shown)));
    }
    return examples;
  }

  private static BehaviorEvent event(String item, String action, long millis) {
    return new BehaviorEvent(
        "ann", item, action, millis, Optional.empty(), Optional.empty(), Map.of());
  }

  private static EncodedExample encoded(NegativeSampling sampling) {
    Preprocessing learned =
        Preprocessing.fit(
            examples(), TASKS, FeaturesRecipe.NONE, SequenceRecipe.Kind.HIERARCHICAL, List.of("a"));
    List<EncodedExample> sequences =
        new ItemSequenceEncoder(
                learned, ItemCatalog.of(List.of(event("a", "click", 0))), 10, sampling)
            .encodeTraining(examples());
    assertEquals(1, sequences.size());
    return sequences.get(0);
  }

  /** 900 * .25 = 225 of four each, give or take 13. */
  @Test
  void negativesThatStayStandForThoseThatDoNot() {
    EncodedExample sampled = encoded(NegativeSampling.ofShare(.25, 7, TASKS));
    float[] labels = sampled.labels().get(0).values();
    float[] weights = sampled.labels().get(0).mask();
    double positives = 0;
    double negatives = 0;
    for (int r = 0; r < labels.length; r++) {
      assertEquals(labels[r] == 1 ? 1 : 4, weights[r]);
      positives += labels[r] == 1 ? weights[r] : 0;
      negatives += labels[r] == 1 ? 0 : weights[r];
    }
    assertEquals(100, positives);
    assertEquals(900, negatives, 160);
    assertArrayEquals(
        labels, encoded(NegativeSampling.ofShare(.25, 7, TASKS)).labels().get(0).values());
  }

  /** A page of ten no and one yes, of whose no three are learned from; a page of two no whole. */
  @Test
  void ofAPageSoManyStandForAll() {
    List<Example> pages = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      long millis = i < 11 ? 1000 : 2000;
      pages.add(
          new Example(
              "ann",
              millis,
              Split.TRAIN,
              List.of(event("a", "click", 0)),
              List.of(new LabelValue.Quantity(i == 0 ? 1 : 0)),
              Optional.of(event("i" + i, "show", millis))));
    }
    double[] weights = NegativeSampling.perPage(3, 7, TASKS).weights(pages);
    assertEquals(1, weights[0]);
    double[] first = Arrays.copyOfRange(weights, 1, 11);
    assertEquals(3, Arrays.stream(first).filter(weight -> weight > 0).count());
    assertEquals(10, Arrays.stream(first).sum(), 1e-12);
    assertArrayEquals(new double[] {1, 1}, Arrays.copyOfRange(weights, 11, 13));
    List<Example> sampled = NegativeSampling.perPage(3, 7, TASKS).sampled(pages);
    assertEquals(13, sampled.stream().mapToDouble(Example::weight).sum(), 1e-12);
    assertEquals(6, sampled.size());
  }

  @Test
  void withoutSamplingAllAreLearnedFrom() {
    assertEquals(IMPRESSIONS, encoded(NegativeSampling.NONE).rows());
    assertEquals(IMPRESSIONS, encoded(NegativeSampling.ofShare(1, 7, TASKS)).rows());
  }
}
