package org.taskweave.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.recommend.Prediction;
import org.taskweave.recommend.Recommender;
import org.taskweave.recommend.ScoreMix;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.EvaluationTable;
import org.taskweave.training.run.RunFolder;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.RunOutcome;
import org.taskweave.training.run.TrainingRun;

/** Trains by a recipe, saves the model, loads it and ranks two customers. */
public final class QuickStart {

  private QuickStart() {}

  /** Arguments: a recipe, and a folder that does not exist yet. */
  public static void main(String[] arguments) {
    Recipe recipe = RecipeReader.read(Path.of(arguments[0]), List.of("training.epochs=2"));
    RunFolder folder = new RunFolder(Path.of(arguments[1]));

    // Reads the log, trains, evaluates. For events that are not in files:
    // train(TrainingData.of(recipe, events, RunListener.NONE)).
    RunOutcome outcome = new TrainingRun(recipe, folder, RunListener.NONE, List.of()).train();
    System.out.println(EvaluationTable.of(outcome.test()));

    // A bundle is all that is needed to predict, here or in another JVM.
    Path zip = folder.path().resolve("model.zip");
    try (ModelBundle trained = ModelBundle.load(outcome.bundle())) {
      trained.save(zip);
    }
    try (ModelBundle bundle = ModelBundle.load(zip)) {
      Recommender recommender = new Recommender(bundle);
      List<BehaviorEvent> events =
          List.of(
              event("anna", "22423", "purchase", "regency cakestand 3 tier"),
              event("anna", "22720", "purchase", "set of 3 cake tins pantry design"),
              event("ben", "21730", "purchase", "glass star frosted t-light holder"));
      ScoreMix mix = ScoreMix.parse("reorder", bundle.preprocessing().tasks());
      for (Recommender.Ranked<Prediction> user :
          recommender.topUsers(recommender.users(events), mix, 10)) {
        System.out.printf("%s buys again: %.3f%n", user.entry().user(), user.score());
      }
    }
  }

  private static BehaviorEvent event(String user, String item, String action, String text) {
    return new BehaviorEvent(
        user,
        item,
        action,
        1_318_000_000_000L,
        Optional.of(text),
        Optional.of("invoice 1"),
        Map.of("quantity", 2.0, "price", 4.95));
  }
}
