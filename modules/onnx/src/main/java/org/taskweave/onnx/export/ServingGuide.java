package org.taskweave.onnx.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.taskweave.core.batch.ModelInput;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.feature.LabelScale;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.nn.head.TaskHead;
import org.taskweave.nn.head.TaskHeads;
import org.taskweave.nn.item.MemoryWindow;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.run.Versions;

/** The README of an export folder, for the person who serves the file. */
final class ServingGuide {

  private ServingGuide() {}

  static String of(
      String file, ModelBundle bundle, ExportOptions options, List<ParityReport> reports) {
    Preprocessing preprocessing = bundle.preprocessing();
    return resource("serving.md")
        .replace("@PACKAGES@", "onnxruntime numpy" + (hierarchical(bundle) ? "" : " tokenizers"))
        .replace("@PYTHON@", python(bundle))
        .replace("@FILE@", file)
        .replace("@PRECISION@", options.precision().label())
        .replace("@VERSION@", Versions.all().get("taskweave"))
        .replace("@DL4J@", Versions.all().get("dl4j"))
        .replace("@SEQUENCES@", sequences(bundle))
        .replace("@INPUTS@", inputs(bundle))
        .replace(
            "@OUTPUTS@",
            outputs(preprocessing, options.extraOutputs(), hierarchical(bundle) ? "R" : "B"))
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

  private static boolean hierarchical(ModelBundle bundle) {
    return bundle.recipe().sequence().kind() == SequenceRecipe.Kind.HIERARCHICAL;
  }

  /** How a history becomes a sequence. */
  private static String sequences(ModelBundle bundle) {
    return hierarchical(bundle)
        ? "A sequence is a history, one token for each event, the oldest first: the newest"
            + " @MAX_EVENTS@ events.\nAn event's state depends on it and those before it alone."
            + " The channels of a token are its event's; they are 0 for padding:\n\n"
            + "- `action`, and other attributes: 0 none, 1 a value that training did not know, 2"
            + " and up the place in the list `values` of\n  `preprocessing.json`;\n"
            + "- `timeGap`: 1 + floor(2 log2(1 + hours since the event before)), at most 32, which"
            + " also stands for the first event of a history."
            + behind(bundle)
        : resource("sequences.md").strip();
  }

  /** What stands behind the events of a model that does not read them from the left. */
  private static String behind(ModelBundle bundle) {
    int items = bundle.catalog().size();
    return switch (bundle.recipe().sequenceModel().objective()) {
      case NEXT -> "";
      case MASKED -> "\n\nBehind the events stands a mask, " + (items + 1) + ": predict there.";
      case OTHERS ->
          "\n\nBehind the events stands an empty token, "
              + items
              + ": predict there. A longer history is read from the events nearest in time.";
    };
  }

  /** The program that makes the arrays of histories. */
  private static String python(ModelBundle bundle) {
    String program = resource(hierarchical(bundle) ? "items.py" : "texts.py").strip();
    return program
        .replace("@EVENTS_READ@", Integer.toString(bundle.recipe().eventsRead()))
        .replace(
            "@OBJECTIVE@",
            bundle.recipe().sequenceModel().objective().name().toLowerCase(Locale.ROOT))
        .replace("@IN_BASKET@", Integer.toString(MemoryWindow.IN_BASKET))
        .replace("@BEFORE_BASKET@", Integer.toString(MemoryWindow.EVENTS - MemoryWindow.IN_BASKET))
        .replace("@MEMORY_EVENTS@", Integer.toString(MemoryWindow.EVENTS))
        .replace("@SIZES@", Integer.toString(MemoryWindow.SIZES))
        .replace("@HALF_AGES@", Integer.toString(MemoryWindow.AGES / 2));
  }

  private static String inputs(ModelBundle bundle) {
    StringBuilder rows = new StringBuilder();
    for (String name : bundle.model().graph().getConfiguration().getNetworkInputs()) {
      ModelInput.of(name)
          .filter(ModelInput::inFiles)
          .ifPresent(input -> rows.append(row(name, type(input, bundle), meaning(input, bundle))));
    }
    return rows.toString().stripTrailing();
  }

  private static String type(ModelInput input, ModelBundle bundle) {
    return (input.real() ? "float" : "int64")
        + input.shape().stream()
            .map(axis -> size(axis, bundle))
            .collect(Collectors.joining(", ", " [", "]"));
  }

  private static String size(ModelInput.Axis axis, ModelBundle bundle) {
    TokenChannels channels = bundle.preprocessing().channels();
    return switch (axis) {
      case SEQUENCES -> "B";
      case TOKENS -> "T";
      case ROWS -> hierarchical(bundle) ? "R" : "B";
      case CATEGORICAL_CHANNELS -> String.valueOf(channels.categorical().size());
      case NUMERIC_CHANNELS -> String.valueOf(channels.numeric().size());
      case USER_FEATURES -> String.valueOf(bundle.preprocessing().userFeatureCount());
      case MEMORY_EVENTS -> String.valueOf(MemoryWindow.WIDTH);
    };
  }

  private static String meaning(ModelInput input, ModelBundle bundle) {
    TokenChannels channels = bundle.preprocessing().channels();
    return switch (input) {
      case TOKEN_IDS ->
          hierarchical(bundle)
              ? "the events' items as lines of catalog.jsonl, counted from 0; "
                  + bundle.catalog().size()
                  + " for an item that is not there; 0 in the padding"
              : "ids of tokenizer.json; 0 in the padding";
      case LABEL_ROWS ->
          "which events to predict after, as b * T + t: for each sequence b its last"
              + " event t, or any others, for each of which there is a row of the outputs";
      case CANDIDATE_ROWS ->
          "the item that each row is about, as a line of catalog.jsonl; "
              + bundle.catalog().size()
              + " for none";
      case TOKEN_TYPE_IDS -> "0";
      case MASK -> "1 for a token, 0 for padding";
      case CATEGORICAL_CHANNELS ->
          "in this order: "
              + channels.categorical().stream()
                  .map(c -> c.name() + " (below " + c.size() + ")")
                  .collect(Collectors.joining(", "));
      case NUMERIC_CHANNELS ->
          "standardised, in this order: " + String.join(", ", channels.numeric());
      case USER_FEATURES -> "standardised; see below";
      case MEMORY_EVENTS ->
          "which events each row's memory reads: 0; log2 of the number of events in the basket of"
              + " the row's event, rounded down, at most "
              + (MemoryWindow.SIZES - 1)
              + "; then "
              + MemoryWindow.EVENTS
              + " items as in tokenIds, newest first (at most "
              + MemoryWindow.IN_BASKET
              + " of the basket and "
              + (MemoryWindow.EVENTS - MemoryWindow.IN_BASKET)
              + " before it; "
              + bundle.catalog().size()
              + " where there are fewer), then their ages: log2 of 1 + the number of later ones in"
              + " the basket, rounded down, at most "
              + (MemoryWindow.AGES / 2 - 1)
              + ", for events before the basket the same of these + "
              + MemoryWindow.AGES / 2
              + "; "
              + MemoryWindow.AGES
              + " where there are fewer";
      default -> throw new IllegalStateException(input + " is in no file");
    };
  }

  private static String outputs(
      Preprocessing preprocessing, ExtraOutputs extra, String sequenceRows) {
    StringBuilder rows = new StringBuilder();
    for (int k = 0; k < preprocessing.tasks().size(); k++) {
      TaskSpec task = preprocessing.tasks().get(k);
      String shape = shape(task, sequenceRows, task.outputWidth());
      rows.append(row(task.name(), shape, meaning(task, preprocessing.labelScale(k))));
      if (extra.logits()) {
        String logits = shape(task, sequenceRows, TaskHeads.of(task).logits());
        rows.append(row(task.name() + ".logits", logits, "before the last activation"));
      }
      if (extra.values() && task.standardises()) {
        rows.append(row(task.name() + ".value", shape, "in the label's unit"));
      }
    }
    if (extra.pooled()) {
      rows.append(row("pooled", "float [" + sequenceRows + ", H]", "the sequence's vector"));
    }
    return rows.toString().stripTrailing();
  }

  private static String shape(TaskSpec task, String sequenceRows, int width) {
    return "float [" + (task.perToken() ? "B*T" : sequenceRows) + ", " + width + "]";
  }

  private static String meaning(TaskSpec task, LabelScale scale) {
    return TaskHeads.of(task).meaning(new TaskHead.Scale(scale.mean(), scale.deviation()));
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
