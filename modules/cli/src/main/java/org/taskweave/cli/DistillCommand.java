package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.Inputs;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.log.LogReader;
import org.taskweave.hyperparam.distill.Distillation;
import org.taskweave.hyperparam.distill.DistillationFolder;
import org.taskweave.hyperparam.distill.DistillationRun;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.run.Teaching;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "distill",
    description = {
      "Trains a smaller model on the labels and on what a bundle, its teacher, says.",
      "The teacher speaks of the same examples, also where no label is known: probabilities of",
      "classes and lists of items at a temperature, values by squared error. Measured on the test",
      "split (on dev where there is none) beside the teacher and beside the same model without one:",
      "metrics with intervals by user, milliseconds, megabytes. What is finished is kept: the same",
      "command goes on after a kill. Quantize the result with export --quantize int8."
    })
final class DistillCommand implements Callable<Integer> {

  @Parameters(paramLabel = "BUNDLE", description = "The teacher: a bundle's folder or zip file.")
  private Path bundle;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = {
        "Keeps N of the encoder's layers, evenly chosen, the last among them: the student begins as",
        "its teacher without the others."
      })
  private int layers;

  @Option(
      names = "--student",
      paramLabel = "MODEL",
      description = "Another encoder, as in encoder.model, with the teacher's tokenizer.")
  private String student = "";

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Divides logits of probabilities (default: ${DEFAULT-VALUE}).")
  private double temperature = 2;

  @Option(
      names = "--teacher-weight",
      paramLabel = "W",
      description = "Of the teacher beside the labels, weight 1 (default: ${DEFAULT-VALUE}).")
  private double weight = 1;

  @Option(
      names = "--state-weight",
      paramLabel = "W",
      description = {
        "Of the squared error of the student's token states, through a learned projection, to the",
        "teacher's (default: ${DEFAULT-VALUE}, none)."
      })
  private double stateWeight = 0;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Overrides a field of the student's recipe, which is the teacher's else; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "Where the student's bundle and the report are written.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (layers < 0) {
      throw new InvalidInputException("--layers " + layers + ": give 1 or more");
    }
    if (layers == 0 && student.isEmpty() && overrides.isEmpty()) {
      throw new InvalidInputException(
          "the student would be as large as its teacher: give --layers N, --student MODEL, or a"
              + " smaller part with --set");
    }
    Teaching teaching = new Teaching(temperature, weight, stateWeight);
    DistillationFolder folder = new DistillationFolder(out);
    PrintWriter terminal = spec.commandLine().getOut();
    Distillation distillation;
    try (ModelBundle teacher = ModelBundle.load(bundle);
        ConsoleProgress progress = new ConsoleProgress(terminal, spec.commandLine().getErr())) {
      Recipe recipe = DistillationRun.recipe(teacher.recipe(), student, layers, overrides);
      List<Path> read = new ArrayList<>(LogReader.files(recipe.data()));
      read.add(bundle);
      Inputs inputs = new Inputs(read);
      folder.files().forEach(written -> inputs.refuse("--out", written));
      distillation = new DistillationRun(teacher, recipe, teaching, folder).run(progress);
    }
    terminal.println();
    terminal.println(distillation.text());
    terminal.println("Bundle: " + folder.student());
    terminal.flush();
    return 0;
  }
}
