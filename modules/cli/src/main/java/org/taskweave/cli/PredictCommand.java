package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.Prediction;
import org.taskweave.recommend.PredictionFile;
import org.taskweave.recommend.Recommender;
import org.taskweave.training.bundle.ModelBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "predict",
    description = {
      "Predicts every task for the users of a log and writes a table.",
      "Columns: user, cut, and per task its probability, value or class with class probabilities."
    })
final class PredictCommand implements Callable<Integer> {

  @Parameters(paramLabel = "BUNDLE", description = "A bundle's folder or zip file.")
  private Path bundle;

  @Mixin private LogOptions log;

  @Mixin private EngineOptions engine;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "Only this user; may be repeated. All users by default.")
  private List<String> users;

  @Option(
      names = "--at",
      paramLabel = "DATE",
      description =
          "Predict as of 00:00 of this date; just after each user's newest event by default.")
  private String at;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The table: FILE ends in .csv, .jsonl or .parquet.")
  private Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PredictionFile.checkName(file);
    PrintWriter out = spec.commandLine().getOut();
    try (ModelBundle loaded = ModelBundle.load(bundle);
        EngineOptions.Opened opened = engine.open(loaded, bundle);
        ConsoleProgress progress = new ConsoleProgress(out, spec.commandLine().getErr())) {
      List<Example> examples =
          Candidates.read(log.recipeForPredictions(loaded.recipe()), log.quarantine(), progress)
              .examples(Optional.ofNullable(users), Optional.ofNullable(at));
      List<Prediction> predictions = new Recommender(loaded, opened.scorer()).predict(examples);
      PredictionFile.write(file, predictions);
      out.println(predictions.size() + " users written to " + file);
    }
    out.flush();
    return 0;
  }
}
