package org.taskweave.onnx.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.CorrectedScorer;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.calibration.Calibration;
import org.taskweave.core.calibration.Isotonic;
import org.taskweave.core.calibration.PriorCorrection;
import org.taskweave.core.calibration.Temperature;
import org.taskweave.core.recipe.EncoderRecipe.Pooling;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.feature.LabelScale;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.onnx.SmallModels;
import org.taskweave.onnx.graph.OnnxFile;
import org.taskweave.onnx.network.NetworkExporter;
import org.taskweave.onnx.network.VertexMappers;
import org.taskweave.onnx.samediff.OperationMappers;
import org.taskweave.onnx.score.OnnxScorer;
import org.taskweave.onnx.score.RuntimeOptions;

/** Calibrated outputs of a file are those of the model, at two batch sizes and lengths. */
class CalibrationExportTest {

  @TempDir Path folder;

  private static final LabelRule GIVEN = new LabelRule.Given("label");

  private static BinaryTask binary(String name) {
    HeadSpec head = HeadSpec.ofUser(4, 0, 0, Optional.empty());
    return new BinaryTask(name, GIVEN, 1, head, Optional.empty(), 1);
  }

  private static final List<TaskSpec> TASKS =
      List.of(
          binary("cooled"),
          binary("bent"),
          new MulticlassTask(
              "classes",
              GIVEN,
              1,
              HeadSpec.ofUser(4, 0, 0, Optional.empty()),
              Optional.empty(),
              List.of("a", "b", "c"),
              List.of()),
          binary("raw"));

  private static final Map<String, Calibration> CALIBRATIONS =
      Map.of(
          "cooled", new Temperature(2.5),
          "bent",
              new Isotonic(
                  new double[] {-3, -0.2, -0.1, 0, 0.15, 2}, new double[] {-6, -2, 0, 0, 1, 1.5}),
          "classes", new Temperature(0.4));

  /** Of one that is calibrated, too, and of one that is not. */
  private static final Map<String, PriorCorrection> CORRECTIONS =
      Map.of("bent", new PriorCorrection(0.01), "raw", new PriorCorrection(3));

  @Test
  void onnxRuntimeCalibratesAsTheModelDoes() {
    try (MultiTaskModel model =
        SmallModels.model(SmallModels.encoder(Pooling.MEAN, false, 0), 6, true, TASKS)) {
      SequenceInput some = SmallModels.batch(3, 7, 3, true);
      List<TaskScores> raw = model.score(some);
      model.calibrate(CALIBRATIONS);
      assertTrue(Math.abs(raw.get(1).at(0, 0) - model.score(some).get(1).at(0, 0)) > 1e-3);
      Path file = folder.resolve("model.onnx");
      ExportSource source =
          new ExportSource(
              model,
              SmallModels.CHANNELS,
              List.of("one", "two", "three"),
              Collections.nCopies(TASKS.size(), LabelScale.NONE),
              CORRECTIONS);
      BatchScorer served = CorrectedScorer.of(model, TASKS, CORRECTIONS);
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
          List<TaskScores> expected = served.score(input);
          List<TaskScores> actual = scorer.score(input);
          for (int k = 0; k < TASKS.size(); k++) {
            assertArrayEquals(
                expected.get(k).values(), actual.get(k).values(), 1e-5f, TASKS.get(k).name());
          }
        }
      }
    }
  }
}
