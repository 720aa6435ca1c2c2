package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.training.language.PretrainingReport;
import org.taskweave.training.language.PretrainingRun;
import org.taskweave.training.language.PretrainingSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "pretrain",
    description = {
      "Goes on training a recipe's encoder as a language model on the recipe's own texts.",
      "These are what training users did, as the recipe writes it, and the texts of the items they",
      "did it with. Encoders guess hidden words, decoders the next one. The result is a Hugging Face",
      "folder for encoder.model."
    })
final class PretrainCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "RECIPE", description = "A recipe's file.")
  private Path recipe;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a field of the recipe; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the model, the report and the checkpoint are written.")
  private Path folder;

  @Mixin private ResumeOption resume;

  @Option(names = "--epochs", description = "At most (default: ${DEFAULT-VALUE}).")
  private int epochs = 3;

  @Option(
      names = "--patience",
      description =
          "Epochs without a lower held-out loss after which it stops (default: ${DEFAULT-VALUE}).")
  private int patience = 1;

  @Option(names = "--learning-rate", description = "Its highest value (default: ${DEFAULT-VALUE}).")
  private double learningRate = 2e-4;

  @Option(names = "--batch-size", description = "Texts of a step (default: ${DEFAULT-VALUE}).")
  private int batchSize = 32;

  @Option(
      names = "--max-tokens",
      description = "Longer histories are cut into several texts (default: ${DEFAULT-VALUE}).")
  private int maxTokens = 64;

  @Option(
      names = "--texts",
      paramLabel = "N",
      description = "At most so many texts in an epoch, drawn anew each time; 0 for all.")
  private int texts = 0;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description = "Share of users and items to measure on (default: ${DEFAULT-VALUE}).")
  private double heldOut = 0.05;

  @Option(
      names = "--mask-share",
      paramLabel = "SHARE",
      description = "Share of an encoder's tokens to guess (default: ${DEFAULT-VALUE}).")
  private double maskShare = 0.15;

  @Option(names = "--whole-words", description = "Hides whole words, not single tokens.")
  private boolean wholeWords;

  @Option(names = "--dropout", description = "While training (default: ${DEFAULT-VALUE}).")
  private double dropout = 0.1;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<Path> resumed = resume.folder(recipe, folder, "a pretraining");
    PrintWriter out = spec.commandLine().getOut();
    PretrainingReport report;
    try (ConsoleProgress progress = new ConsoleProgress(out, spec.commandLine().getErr())) {
      report =
          resumed.isPresent()
              ? PretrainingRun.resume(resumed.get(), progress)
              : new PretrainingRun(
                      RecipeReader.read(recipe, overrides), settings(), folder, progress)
                  .run();
    }
    Path written = PretrainingRun.model(resumed.orElse(folder));
    out.println();
    out.println(report.text());
    out.println("Language model: " + written);
    out.println("Train with it:  --set encoder.model=" + written);
    out.flush();
    return 0;
  }

  private PretrainingSettings settings() {
    return new PretrainingSettings(
        epochs,
        patience,
        learningRate,
        batchSize,
        maxTokens,
        texts,
        heldOut,
        maskShare,
        wholeWords,
        dropout);
  }
}
