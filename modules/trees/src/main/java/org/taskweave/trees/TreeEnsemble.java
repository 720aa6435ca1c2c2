package org.taskweave.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.taskweave.core.file.UnpackedLibrary;

/** The trees of one column of a task's labels, up to the round that was best on dev. */
final class TreeEnsemble implements AutoCloseable {

  private final Booster booster;
  private final int rounds;

  private TreeEnsemble(Booster booster, int rounds) {
    this.booster = booster;
    this.rounds = rounds;
  }

  /** Grows trees as long as the dev loss falls. */
  static TreeEnsemble grow(
      TreeObjective objective, TreeSettings settings, DMatrix training, DMatrix dev)
      throws XGBoostError {
    Booster booster =
        XGBoost.train(training, parameters(objective, settings), 0, Map.of(), null, null);
    UnpackedLibrary.unlink("libxgboost4j");
    double best = Double.POSITIVE_INFINITY;
    int bestRounds = 0;
    for (int round = 0;
        round < settings.rounds() && round - bestRounds < settings.patience();
        round++) {
      booster.update(training, round);
      double loss = loss(booster.evalSet(new DMatrix[] {dev}, new String[] {"dev"}, round));
      if (loss < best) {
        best = loss;
        bestRounds = round + 1;
      }
    }
    return new TreeEnsemble(booster, bestRounds);
  }

  private static Map<String, Object> parameters(TreeObjective objective, TreeSettings settings) {
    Map<String, Object> parameters = new HashMap<>(objective.parameters());
    parameters.put("tree_method", "hist");
    parameters.put("eval_metric", objective.metric());
    parameters.put("max_depth", settings.depth());
    parameters.put("eta", settings.learningRate());
    parameters.put("min_child_weight", settings.minChildWeight());
    parameters.put("subsample", settings.subsample());
    parameters.put("colsample_bytree", settings.columnShare());
    parameters.put("nthread", settings.threads());
    parameters.put("seed", settings.seed());
    parameters.put("verbosity", 0);
    return parameters;
  }

  /** The number at the end of "[3]\tdev-logloss:0.541". */
  private static double loss(String evaluation) {
    return Double.parseDouble(evaluation.substring(evaluation.lastIndexOf(':') + 1).strip());
  }

  /** Trees that count (of classes: trees for each class). */
  int rounds() {
    return rounds;
  }

  /** Predictions [n][W]. */
  float[][] predict(DMatrix rows) throws XGBoostError {
    return booster.predict(rows, false, rounds);
  }

  /**
   * Columns by what splits on them gained in all trees that were grown, most first.
   *
   * @param names of the columns
   */
  List<String> mostGaining(String[] names) throws XGBoostError {
    Map<String, Double> gains = new HashMap<>();
    String[] numbered = new String[names.length];
    Arrays.setAll(numbered, c -> "f" + c);
    booster
        .getScore(numbered, Booster.FeatureImportanceType.TOTAL_GAIN)
        .forEach((column, gain) -> gains.put(names[Integer.parseInt(column.substring(1))], gain));
    List<String> sorted = new ArrayList<>(gains.keySet());
    sorted.sort((a, b) -> Double.compare(gains.get(b), gains.get(a)));
    return sorted;
  }

  @Override
  public void close() {
    booster.dispose();
  }
}
