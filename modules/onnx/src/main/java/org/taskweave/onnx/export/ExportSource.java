package org.taskweave.onnx.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.calibration.PriorCorrection;
import org.taskweave.data.feature.LabelScale;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.onnx.score.FileMetadata;
import org.taskweave.onnx.score.WeightsDigest;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.run.Versions;

/**
 * A model and what its inputs and outputs mean.
 *
 * @param userFeatures names of the F user features
 * @param scales of the tasks' labels, in task order
 * @param corrections of tasks' probabilities, by task
 */
public record ExportSource(
    MultiTaskModel model,
    TokenChannels channels,
    List<String> userFeatures,
    List<LabelScale> scales,
    Map<String, PriorCorrection> corrections) {

  public ExportSource {
    userFeatures = List.copyOf(userFeatures);
    scales = List.copyOf(scales);
    corrections = Map.copyOf(corrections);
    if (scales.size() != model.tasks().size()) {
      throw new IllegalArgumentException(
          "the model has "
              + model.tasks().size()
              + " tasks, but there are scales for "
              + scales.size());
    }
  }

  /** A model whose probabilities are as its heads and calibrations tell them. */
  public ExportSource(
      MultiTaskModel model,
      TokenChannels channels,
      List<String> userFeatures,
      List<LabelScale> scales) {
    this(model, channels, userFeatures, scales, Map.of());
  }

  /** The model of a bundle. */
  public static ExportSource of(ModelBundle bundle) {
    Preprocessing preprocessing = bundle.preprocessing();
    List<LabelScale> scales = new ArrayList<>();
    for (int k = 0; k < preprocessing.tasks().size(); k++) {
      scales.add(preprocessing.labelScale(k));
    }
    return new ExportSource(
        bundle.model(),
        preprocessing.channels(),
        preprocessing.userFeatureNames(),
        scales,
        bundle.context().corrections());
  }

  FileMetadata metadata(String precision) {
    List<FileMetadata.Task> tasks = new ArrayList<>();
    for (int k = 0; k < scales.size(); k++) {
      tasks.add(FileMetadata.Task.of(model.tasks().get(k), scales.get(k)));
    }
    Map<String, String> versions = Versions.all();
    return new FileMetadata(
        tasks,
        channels.categorical().stream().map(TokenChannels.Categorical::name).toList(),
        channels.numeric(),
        userFeatures,
        WeightsDigest.sha256(model),
        Map.of("taskweave", versions.get("taskweave"), "dl4j", versions.get("dl4j")),
        precision);
  }
}
