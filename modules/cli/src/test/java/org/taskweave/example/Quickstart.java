package org.taskweave.example;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.recommend.Prediction;
import org.taskweave.recommend.Recommender;
import org.taskweave.recommend.ScoreMix;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.EvaluationTable;
import org.taskweave.training.run.RunFolder;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.RunOutcome;
import org.taskweave.training.run.TrainingData;
import org.taskweave.training.run.TrainingRun;

public final class Quickstart {

  /** Trains on events from anywhere and returns the users most likely to buy again. */
  public static List<String> topUsers(Path recipeFile, List<BehaviorEvent> events, Path folder) {
    Recipe recipe = RecipeReader.read(recipeFile, List.of("training.epochs=2"));
    TrainingData data = TrainingData.of(recipe, events, RunListener.NONE);
    RunOutcome outcome =
        new TrainingRun(recipe, new RunFolder(folder), RunListener.NONE, List.of()).train(data);
    System.out.println(EvaluationTable.of(outcome.test()));

    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      BehaviorSequences sequences =
          BehaviorSequences.of(events, recipe.seed(), recipe.data().columns().order());
      List<Example> users =
          ExampleBuilder.of(recipe)
              .withoutLabels(sequences, Optional.empty(), OptionalLong.empty());
      ScoreMix score = ScoreMix.parse("again", bundle.preprocessing().tasks());
      List<Recommender.Ranked<Prediction>> best = new Recommender(bundle).topUsers(users, score, 3);
      return best.stream().map(ranked -> ranked.entry().user()).toList();
    }
  }
}
