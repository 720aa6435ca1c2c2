package org.taskweave.onnx.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.run.Versions;

/** The README of an export folder, for the person who serves the file. */
final class ServingGuide {

  private ServingGuide() {}

  static String of(
      String file, ModelBundle bundle, ExportOptions options, List<ParityReport> reports) {
    Preprocessing preprocessing = bundle.preprocessing();
    return resource("serving.md")
        .replace("@FILE@", file)
        .replace("@PRECISION@", options.precision().label())
        .replace("@VERSION@", Versions.all().get("taskweave"))
        .replace("@DL4J@", Versions.all().get("dl4j"))
        .replace("@INPUTS@", inputs(bundle))
        .replace("@OUTPUTS@", outputs(preprocessing, options.extraOutputs()))
        .replace("@TEMPLATE@", bundle.recipe().sequence().template())
        .replace("@MAX_TOKENS@", Integer.toString(bundle.recipe().sequence().maxTokens()))
        .replace("@MAX_EVENTS@", Integer.toString(bundle.recipe().sequence().maxEvents()))
        .replace(
            "@MAX_TOKENS_PER_EVENT@",
            Integer.toString(bundle.recipe().sequence().maxTokensPerEvent()))
        .replace("@USER_FEATURES@", userFeatures(preprocessing))
        .replace(
            "@PARITY@",
            reports.stream().map(ParityReport::table).collect(Collectors.joining("\n")).strip());
  }

  private static String inputs(ModelBundle bundle) {
    TokenChannels channels = bundle.preprocessing().channels();
    StringBuilder rows = new StringBuilder();
    for (String name : bundle.model().graph().getConfiguration().getNetworkInputs()) {
      rows.append(
          switch (name) {
            case "tokenIds" -> row(name, "int64 [B, T]", "ids of tokenizer.json; 0 in the padding");
            case "tokenTypeIds" -> row(name, "int64 [B, T]", "0");
            case "mask" -> row(name, "float [B, T]", "1 for a token, 0 for padding");
            case "categoricalChannels" ->
                row(
                    name,
                    "int64 [B, " + channels.categorical().size() + ", T]",
                    "in this order: "
                        + channels.categorical().stream()
                            .map(c -> c.name() + " (below " + c.size() + ")")
                            .collect(Collectors.joining(", ")));
            case "numericChannels" ->
                row(
                    name,
                    "float [B, T, " + channels.numeric().size() + "]",
                    "standardised, in this order: " + String.join(", ", channels.numeric()));
            default ->
                row(
                    name,
                    "float [B, " + bundle.preprocessing().userFeatureCount() + "]",
                    "standardised; see below");
          });
    }
    return rows.toString().stripTrailing();
  }

  private static String outputs(Preprocessing preprocessing, ExtraOutputs extra) {
    StringBuilder rows = new StringBuilder();
    for (int k = 0; k < preprocessing.tasks().size(); k++) {
      TaskSpec task = preprocessing.tasks().get(k);
      String shape =
          "float ["
              + (task instanceof TaskSpec.TokenTagging ? "B*T" : "B")
              + ", "
              + task.outputWidth()
              + "]";
      rows.append(row(task.name(), shape, meaning(task, preprocessing, k)));
      if (extra.logits()) {
        rows.append(row(task.name() + ".logits", shape, "before the last activation"));
      }
      if (extra.values() && task instanceof TaskSpec.Regression) {
        rows.append(row(task.name() + ".value", shape, "in the label's unit"));
      }
    }
    if (extra.pooled()) {
      rows.append(row("pooled", "float [B, H]", "the sequence's vector"));
    }
    return rows.toString().stripTrailing();
  }

  private static String meaning(TaskSpec task, Preprocessing preprocessing, int index) {
    if (task instanceof TaskSpec.Binary) {
      return "probability of yes";
    }
    if (task instanceof TaskSpec.Regression) {
      return "standardised: the value is output * "
          + preprocessing.labelScale(index).deviation()
          + " + "
          + preprocessing.labelScale(index).mean();
    }
    String classes = String.join("; ", task.classes()).replace("|", "\\|");
    if (task instanceof TaskSpec.Multilabel) {
      return "one probability each: " + classes;
    }
    return (task instanceof TaskSpec.TokenTagging ? "for each token, p" : "p")
        + "robabilities of: "
        + classes;
  }

  private static String row(String... cells) {
    return "| `" + cells[0] + "` | " + cells[1] + " | " + cells[2] + " |\n";
  }

  private static String userFeatures(Preprocessing preprocessing) {
    return preprocessing.userFeatureCount() == 0
        ? "This model has no user features."
        : "The "
            + preprocessing.userFeatureCount()
            + " columns of `userFeatures`: "
            + preprocessing.userFeatureNames().stream()
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "))
            + ".\n\n"
            + "How each is computed stands in `recipe.yaml` under `features.user`, how it is"
            + " standardised in `preprocessing.json` under `users`: (log1p if it says so, with the"
            + " sign kept), minus `mean`, over `deviation`, cut at 5 deviations; an undefined number is"
            + " 0. A class becomes one column per known value and one for all others. All of it is"
            + " known at the moment of prediction; without it give zeros, which stand for the"
            + " average user.";
  }

  private static String resource(String name) {
    try (InputStream in = ServingGuide.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
