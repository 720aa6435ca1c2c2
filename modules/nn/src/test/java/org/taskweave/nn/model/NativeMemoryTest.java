package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.engine.plan.NativeBytes;
import org.taskweave.nn.encoder.EncoderTraining;

/** What a model holds outside the Java heap goes when it is closed, not when a collector comes. */
class NativeMemoryTest {

  /** Of two layers, so that parameters are many and activations few. */
  private static final int WIDTH = 600;

  private static MultiTaskModel model() {
    EncoderSettings encoder =
        new EncoderSettings(
            "tiny", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0, false, 0, 0, true));
    BinaryTask click =
        new BinaryTask(
            "click",
            new LabelRule.Given("label"),
            1,
            HeadSpec.ofUser(WIDTH, 0, 0, Optional.empty()),
            Optional.empty(),
            1);
    return MultiTaskModel.create(
        ModelSpec.builder(TinyBert.CONFIG, encoder, List.of(click), TinyBert.rule(), 7)
            .shared(new RepresentationRecipe(WIDTH, 0, 0))
            .build(),
        TinyBert.encoder());
  }

  @Test
  void aClosedModelHoldsNothing() {
    MultiTaskBatch all = TinyBert.batch();
    MultiTaskBatch batch =
        new MultiTaskBatch(all.input(), all.labels().subList(0, 1), all.exampleIndices());
    long[] parameters = new long[1];
    long growth =
        NativeBytes.growth(
            3,
            () -> {
              try (MultiTaskModel model = model()) {
                parameters[0] = 4 * model.parameterCount();
                long open = NativeBytes.held();
                new TrainingStep(model, 1, 1).run(batch, 0, 0);
                model.score(batch.input());
                assertTrue(
                    NativeBytes.held() - open > 3 * parameters[0],
                    "gradients and Adam's two moments are counted");
              }
            });
    assertTrue(
        growth < parameters[0] / 5,
        growth + " bytes stay each time, of " + parameters[0] + " and more");
  }
}
