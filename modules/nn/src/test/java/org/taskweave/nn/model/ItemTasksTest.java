package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.Interaction;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;

/** Tasks that read user and item, from a causal history and from all other events. */
class ItemTasksTest {

  private static final RegressionTask RATING =
      new RegressionTask(
          "rating",
          new LabelRule.Value(
              "rating",
              Optional.empty(),
              LabelRule.Aggregate.NEXT,
              LabelRule.Span.NEXT_BASKET,
              false,
              OptionalDouble.of(Double.POSITIVE_INFINITY)),
          .7,
          head(5),
          Optional.empty());

  private static final MulticlassTask LIKE =
      new MulticlassTask(
          "like",
          new LabelRule.ClassOf("liked", Optional.empty(), List.of(), OptionalDouble.empty()),
          .5,
          head(0),
          Optional.empty(),
          List.of("no", "yes"),
          List.of());

  static HeadSpec head(int hidden) {
    return HeadSpec.ofPair(hidden, 0, Optional.empty());
  }

  static ModelSpec spec(List<TaskSpec> tasks, SequenceModelSettings model, int sharedHidden) {
    return ModelSpec.builder(TinyBert.CONFIG, ItemModels.ENCODER, tasks, TinyBert.rule(), 7)
        .channels(ItemModels.CHANNELS)
        .userFeatures(ItemModels.USER_FEATURES)
        .shared(new RepresentationRecipe(sharedHidden, 0, 0))
        .items(
            ItemModelSpec.builder(ItemSettings.ofWidth(8), ItemModels.texts())
                .sequenceModel(model)
                .shares(
                    tasks.get(0) instanceof NextItemTask
                        ? Map.of(tasks.get(0).name(), new double[] {.1, .3, .2, .25, .15, 0})
                        : Map.of())
                .targetColumns(1)
                .build())
        .build();
  }

  private static SequenceModelSettings others() {
    return SequenceModelSettings.others(2, 8);
  }

  static SequenceInput about(SequenceInput input, int... candidates) {
    return input.toBuilder().candidates(candidates).build();
  }

  private static MultiTaskBatch batch(int tasks) {
    MultiTaskBatch all = ItemModels.batch(1);
    TaskLabels ratings =
        new TaskLabels(new float[] {1, 0, -2, .5f, 2, 1}, new float[] {1, 1, 0, 1, 1, 1});
    TaskLabels likes =
        new TaskLabels(new float[] {1, 0, 1, 1, 0, 1}, new float[] {1, 1, 1, 0, 1, 1});
    List<TaskLabels> labels =
        tasks == 3 ? List.of(all.labels().get(1), ratings, likes) : List.of(ratings, likes);
    return new MultiTaskBatch(
        about(all.input(), 2, 5, 0, ItemModels.UNKNOWN, 3, 2), labels, all.exampleIndices());
  }

  @ParameterizedTest
  @CsvSource({"FULL_SOFTMAX, 0", "SAMPLED_SOFTMAX, 6"})
  void gradientsBesideANextItem(ItemLoss loss, int sharedHidden) {
    List<TaskSpec> tasks =
        List.of(ItemModels.next("next", loss, ItemModels.head(3, 0)), RATING, LIKE);
    SequenceModelSettings causal = SequenceModelSettings.causal(2, 2, 0, 8);
    try (MultiTaskModel model =
        ItemModels.model(spec(tasks, causal, sharedHidden), DataType.DOUBLE)) {
      assertEquals(List.of(), GradientCheck.wrongGradients(model, batch(3), 1, 1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "6"})
  void gradientsFromOtherEvents(int sharedHidden) {
    try (MultiTaskModel model =
        ItemModels.model(spec(List.of(RATING, LIKE), others(), sharedHidden), DataType.DOUBLE)) {
      assertEquals(List.of(), GradientCheck.wrongGradients(model, batch(2), 1, 1e-5));
    }
  }

  /** The tasks with an interaction of one kind, one below a hidden layer, one without. */
  private static List<TaskSpec> crossing(Interaction interaction) {
    return List.of(
        new RegressionTask(
            "rating",
            RATING.label(),
            .7,
            HeadSpec.ofPair(5, 0, Optional.of(interaction)),
            Optional.empty()),
        new MulticlassTask(
            "like",
            LIKE.label(),
            .5,
            HeadSpec.ofPair(0, 0, Optional.of(interaction)),
            Optional.empty(),
            LIKE.classes(),
            List.of()));
  }

  static List<Interaction> interactions() {
    return List.of(new Interaction.Fm(), new Interaction.Dcn(2));
  }

  @ParameterizedTest
  @MethodSource("interactions")
  void gradientsOfInteractions(Interaction interaction) {
    List<TaskSpec> tasks = new ArrayList<>(crossing(interaction));
    try (MultiTaskModel model = ItemModels.model(spec(tasks, others(), 6), DataType.DOUBLE)) {
      assertEquals(List.of(), GradientCheck.wrongGradients(model, batch(2), 1, 1e-5));
    }
    tasks.add(0, ItemModels.next("next", ItemLoss.FULL_SOFTMAX, ItemModels.head(3, 0)));
    try (MultiTaskModel model =
        ItemModels.model(
            spec(tasks, SequenceModelSettings.causal(2, 2, 0, 8), 0), DataType.DOUBLE)) {
      assertEquals(List.of(), GradientCheck.wrongGradients(model, batch(3), 1, 1e-5));
    }
  }

  @Test
  void gradientsOfAttentionToTheHistory() {
    List<TaskSpec> tasks = new ArrayList<>(crossing(new Interaction.TargetAttention()));
    try (MultiTaskModel model =
        ItemModels.model(
            spec(tasks, SequenceModelSettings.causal(0, 2, 0, 8), 0), DataType.DOUBLE)) {
      assertEquals(List.of(), GradientCheck.wrongGradients(model, batch(2), 1, 1e-5));
    }
    tasks.add(0, ItemModels.next("next", ItemLoss.FULL_SOFTMAX, ItemModels.head(3, 0)));
    try (MultiTaskModel model =
        ItemModels.model(
            spec(tasks, SequenceModelSettings.causal(1, 2, 0, 8), 6), DataType.DOUBLE)) {
      assertEquals(List.of(), GradientCheck.wrongGradients(model, batch(3), 1, 1e-5));
    }
  }

  /** Row 1 stands at cell 3: what comes there is read, and by no row before it. */
  @Test
  void attentionEndsWithTheHistory() {
    for (int layers : new int[] {0, 1}) {
      try (MultiTaskModel model =
          ItemModels.model(
              spec(
                  crossing(new Interaction.TargetAttention()),
                  SequenceModelSettings.causal(layers, 2, 0, 8),
                  0),
              DataType.FLOAT)) {
        SequenceInput input = batch(2).input();
        float[] before = model.score(input).get(0).values();
        float[] after = model.score(otherEvent(input, 3)).get(0).values();
        assertNotEquals(before[1], after[1]);
        assertEquals(before[0], after[0], 1e-6, "row 0 ends before");
        float[] earlier = model.score(otherEvent(input, 0)).get(0).values();
        assertNotEquals(before[1], earlier[1], "row 1 reads all that came before it");
      }
    }
  }

  private static SequenceInput otherEvent(SequenceInput input, int cell) {
    int[] ids = input.tokenIds().clone();
    ids[cell] = (ids[cell] + 1) % 5;
    return about(
        SequenceInput.builder(3, 5, ids, input.tokenTypeIds(), input.mask())
            .channels(input.categoricalChannels(), input.numericChannels())
            .labelRows(input.labelRows())
            .userFeatures(input.userFeatures())
            .build(),
        input.candidates());
  }

  /** x1 = x0 * (W x0 + b) + x0 and x2 = x0 * (V x1 + c) + x1, written out. */
  @Test
  void crossesAreThoseOfTheFormula() {
    try (MultiTaskModel model =
        ItemModels.model(spec(crossing(new Interaction.Dcn(2)), others(), 0), DataType.DOUBLE)) {
      model.score(batch(2).input());
      double[][] x0 = rows(model, "rating-fields");
      assertEquals(2 * 8 + ItemModels.USER_FEATURES, x0[0].length, "user, item and row features");
      double[][] expected = x0;
      for (int layer = 0; layer < 2; layer++) {
        String linear = "rating-crossed" + layer + "-linear";
        double[][] weights = model.graph().getParam(linear + "_W").toDoubleMatrix();
        double[] bias = model.graph().getParam(linear + "_b").dup().data().asDouble();
        expected = crossed(x0, expected, weights, bias);
      }
      double[][] actual = rows(model, "rating-crossed1");
      for (int r = 0; r < x0.length; r++) {
        assertArrayEquals(expected[r], actual[r], 1e-12);
      }
    }
  }

  private static double[][] rows(MultiTaskModel model, String vertex) {
    return model.graph().feedForward(false).get(vertex).toDoubleMatrix();
  }

  private static double[][] crossed(double[][] x0, double[][] x, double[][] w, double[] b) {
    double[][] next = new double[x0.length][b.length];
    for (int r = 0; r < x0.length; r++) {
      for (int j = 0; j < b.length; j++) {
        double sum = b[j];
        for (int i = 0; i < b.length; i++) {
          sum += x[r][i] * w[i][j];
        }
        next[r][j] = x0[r][j] * sum + x[r][j];
      }
    }
    return next;
  }

  /** What stands at a row's own cell, the label's event, changes nothing. */
  @Test
  void aRowNeverReadsItsOwnEvent() {
    try (MultiTaskModel model =
        ItemModels.model(spec(List.of(RATING, LIKE), others(), 0), DataType.FLOAT)) {
      SequenceInput input = batch(2).input();
      int[] ids = input.tokenIds().clone();
      float[] numbers = input.numericChannels().clone();
      ids[3] = 0;
      numbers[3] = 9;
      SequenceInput changed =
          about(
              SequenceInput.builder(3, 5, ids, input.tokenTypeIds(), input.mask())
                  .channels(input.categoricalChannels(), numbers)
                  .labelRows(input.labelRows())
                  .userFeatures(input.userFeatures())
                  .build(),
              input.candidates());
      float[] before = model.score(input).get(0).values();
      float[] after = model.score(changed).get(0).values();
      assertEquals(before[1], after[1], 0, "row 1 stands at cell 3");
      assertNotEquals(before[0], after[0], "row 0 of the same sequence reads it");
      assertArrayEquals(
          new float[] {before[3], before[4], before[5]},
          new float[] {after[3], after[4], after[5]},
          1e-6f);
    }
  }

  /** Another item is another question, and asks nothing of the other rows. */
  @Test
  void theCandidateCounts() {
    for (SequenceModelSettings sequenceModel :
        List.of(others(), SequenceModelSettings.causal(1, 2, 0, 8))) {
      try (MultiTaskModel model =
          ItemModels.model(spec(List.of(RATING, LIKE), sequenceModel, 0), DataType.FLOAT)) {
        SequenceInput input = batch(2).input();
        int[] candidates = input.candidates().clone();
        candidates[2] = 4;
        float[] before = model.score(input).get(1).values();
        float[] after = model.score(about(input, candidates)).get(1).values();
        for (int r = 0; r < 6; r++) {
          assertEquals(r == 2, Math.abs(before[2 * r] - after[2 * r]) > 1e-4, "row " + r);
        }
      }
    }
  }

  /** Item and effects would tell which item comes next: its task reads neither. */
  @Test
  void tasksAboutTheUserReadNothingOfTheItem() {
    List<TaskSpec> tasks =
        List.of(ItemModels.next("next", ItemLoss.FULL_SOFTMAX, ItemModels.head(0, 0)), RATING);
    try (MultiTaskModel model =
        ItemModels.model(
            spec(tasks, SequenceModelSettings.causal(1, 2, 0, 8), 0), DataType.FLOAT)) {
      SequenceInput input = batch(2).input();
      float[] features = input.userFeatures().clone();
      int[] candidates = input.candidates().clone();
      for (int r = 0; r < 6; r++) {
        features[2 * r + 1] += 1;
        candidates[r] = (candidates[r] + 1) % 6;
      }
      SequenceInput other =
          about(
              SequenceInput.builder(3, 5, input.tokenIds(), input.tokenTypeIds(), input.mask())
                  .channels(input.categoricalChannels(), input.numericChannels())
                  .labelRows(input.labelRows())
                  .userFeatures(features)
                  .build(),
              candidates);
      assertArrayEquals(model.score(input).get(0).values(), model.score(other).get(0).values());
      assertNotEquals(model.score(input).get(1).values()[0], model.score(other).get(1).values()[0]);
    }
  }

  @Test
  void paddingNeverChangesAPrediction() {
    try (MultiTaskModel model =
        ItemModels.model(spec(List.of(RATING, LIKE), others(), 0), DataType.FLOAT)) {
      SequenceInput input = batch(2).input();
      SequenceInput first = ItemModels.alone(input, 1, 3, 3);
      SequenceInput alone =
          about(
              SequenceInput.builder(1, 3, first.tokenIds(), first.tokenTypeIds(), first.mask())
                  .channels(first.categoricalChannels(), first.numericChannels())
                  .labelRows(new int[] {1})
                  .userFeatures(first.userFeatures())
                  .build(),
              input.candidates()[3]);
      assertEquals(
          model.score(input).get(0).values()[3], model.score(alone).get(0).values()[0], 1e-5);
    }
  }
}
