package org.taskweave.onnx.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.recipe.EncoderRecipe.Pooling;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.CountTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.OrdinalTask;
import org.taskweave.core.task.RegressionLoss;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.core.task.TimeToEventTask;
import org.taskweave.data.feature.LabelScale;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.onnx.SmallModels;
import org.taskweave.onnx.graph.OnnxFile;
import org.taskweave.onnx.network.NetworkExporter;
import org.taskweave.onnx.network.VertexMappers;
import org.taskweave.onnx.samediff.OperationMappers;
import org.taskweave.onnx.score.OnnxScorer;
import org.taskweave.onnx.score.RuntimeOptions;

/** Heads whose outputs are functions of several logits: the file says what the model says. */
class TaskKindsExportTest {

  @TempDir Path folder;

  private static List<TaskSpec> tasks() {
    LabelRule given = new LabelRule.Given("label");
    HeadSpec head = HeadSpec.ofUser(4, 0, 0, Optional.empty());
    return List.of(
        new CountTask("orders", given, 1, head, Optional.empty()),
        new OrdinalTask("stars", given, 1, head, Optional.empty(), List.of("1", "2", "3", "4")),
        new TimeToEventTask(
            "next",
            new LabelRule.TimeUntil("buy", OptionalDouble.of(90)),
            1,
            head,
            Optional.empty(),
            List.of(7.0, 30.0, 90.0)),
        new RegressionTask(
            "range",
            given,
            1,
            head,
            Optional.empty(),
            new RegressionLoss.Quantile(List.of(0.1, 0.5, 0.9))),
        new BinaryTask("focal", given, 1, head, Optional.empty(), 1, 2, Optional.empty()));
  }

  @Test
  void onnxRuntimeSaysWhatTheModelSays() {
    try (MultiTaskModel model =
        SmallModels.model(SmallModels.encoder(Pooling.MEAN, false, 0), 6, true, tasks())) {
      Path file = folder.resolve("model.onnx");
      ExportSource source =
          new ExportSource(
              model,
              SmallModels.CHANNELS,
              List.of("one", "two", "three"),
              Collections.nCopies(5, LabelScale.NONE));
      new OnnxFile("test", OnnxFile.MOST_INLINE_BYTES)
          .write(
              new ModelGraph(
                      new NetworkExporter(VertexMappers.standard(), OperationMappers.standard()))
                  .of(source, new ExtraOutputs(true, true, false)),
              source.metadata("fp32").properties(),
              file);
      try (OnnxScorer scorer = OnnxScorer.open(file, new RuntimeOptions(1, true))) {
        for (int[] shape : new int[][] {{1, 1}, {3, 7}, {5, 12}}) {
          SequenceInput input = SmallModels.batch(shape[0], shape[1], 3, true);
          List<TaskScores> expected = model.score(input);
          List<TaskScores> actual = scorer.score(input);
          for (int k = 0; k < expected.size(); k++) {
            assertEquals(tasks().get(k).outputWidth(), actual.get(k).width());
            assertArrayEquals(
                expected.get(k).values(), actual.get(k).values(), 1e-5f, tasks().get(k).name());
          }
        }
      }
    }
  }
}
