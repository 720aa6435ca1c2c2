package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.taskweave.core.file.Inputs;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.data.log.LogReader;
import org.taskweave.hyperparam.ablate.Ablation;
import org.taskweave.hyperparam.ablate.AblationFolder;
import org.taskweave.hyperparam.ablate.AblationRequest;
import org.taskweave.hyperparam.ablate.AblationRun;
import org.taskweave.hyperparam.ablate.Beside;
import org.taskweave.hyperparam.ablate.Part;
import org.taskweave.training.run.RunListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "ablate",
    description = {
      "Trains a recipe as it is and without each of some parts, and tells what each part adds.",
      "By several seeds, on the test split (on dev where there is none), with intervals by user.",
      "Beside them stand boosted trees on the same features, alone where no part is named. Finished trainings are kept in the",
      "folder: --resume, or the same command, goes on after a kill, and more parts or seeds add to",
      "it."
    })
final class AblateCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "RECIPE", description = "A recipe's file.")
  private Path recipe;

  @Option(
      names = "--without",
      paramLabel = "PARTS",
      description = {
        "Of these, with commas between them: text (each event's and item's text is one word), ids",
        "(items' own vectors), features (of users and events), pretraining (random weights in place",
        "of the encoder's), history (all events but the newest)."
      })
  private String without = "";

  @Option(
      names = "--metrics",
      paramLabel = "NAMES",
      split = ",",
      description =
          "Metrics to compare, such as auc,gauc,logLoss, of each task that has them; its primary one by"
              + " default.")
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Trainings of each variant (default: ${DEFAULT-VALUE}).")
  private int seeds = 3;

  @Option(names = "--no-trees", description = "Grows no boosted trees beside the recipe.")
  private boolean noTrees;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where ablation.txt, .json, .svg and the finished trainings are written.")
  private Path out;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a field of the recipe for all variants; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Mixin private ResumeOption resume;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<Path> resumed = resume.folder(recipe, out, "an ablation");
    AblationFolder folder = new AblationFolder(resumed.orElse(out));
    PrintWriter terminal = spec.commandLine().getOut();
    RunListener lines = new StageLines(terminal);
    Beside trees = new TreesBeside(lines);
    AblationRun run =
        resumed.isPresent()
            ? AblationRun.resumed(trees, folder)
            : new AblationRun(request(), trees, folder);
    List<Path> read = new ArrayList<>(LogReader.files(run.recipe().data()));
    Optional.ofNullable(recipe).ifPresent(read::add);
    Inputs inputs = new Inputs(read);
    folder.files().forEach(written -> inputs.refuse("--out", written));
    Ablation ablation = run.run(lines);
    terminal.println();
    terminal.println(ablation.text());
    terminal.println("Picture: " + folder.picture());
    terminal.flush();
    return 0;
  }

  private AblationRequest request() {
    List<Part> parts = without.isEmpty() ? List.of() : Part.of(without);
    RecipeTree tree = RecipeTree.read(recipe).override(overrides);
    tree.bind();
    return new AblationRequest(tree.text(), parts, seeds, !noTrees, metrics);
  }
}
