package org.taskweave.benchmarks.impressions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.metric.AreaUnderRoc;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.run.RunRecord;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.Split;
import org.taskweave.training.fit.TrainerListener;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.SharedTraining;
import org.taskweave.training.run.TrainedModel;
import org.taskweave.training.run.TrainingData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Entire-space learning of click and purchase beside two separate heads, on known probabilities.
 */
@Command(
    name = "impressions",
    mixinStandardHelpOptions = true,
    description =
        "Click and purchase by user and item on a generated impression log: AUC beside that of the"
            + " true probabilities, calibration in deciles, and the time of 1,000 candidates.")
public final class ImpressionComparison implements Runnable {

  private static final String TASK = ImpressionLog.BUY;

  private static final String RECIPE =
      """
      seed: 7
      data:
        files: [generated.csv]
        columns: {user: user, item: item, timestamp: time, action: action}
      examples:
        perImpression: {action: show, history: [click, buy], dev: %s, test: %s}
      sequence: {kind: hierarchical, maxEvents: 30, padToMultipleOf: 5}
      items: {width: 16}
      sequenceModel: {layers: 1, heads: 2, dropout: 0}
      representation: {dropout: 0}
      tasks:
        click:
          kind: binary
          reads: userAndItem
          interaction: {kind: fm}
          hidden: 32
          label: {followed: {by: click, withinSeconds: 60}}
        buy:
          kind: binary
          calibration: isotonic
          reads: userAndItem
          interaction: {kind: fm}
          hidden: 32
          label: {followed: {by: buy, withinSeconds: 3600}}
      training: {learningRate: 3.0e-3, batchSize: 8, epochs: %d, earlyStopping: {patience: %d}}
      evaluation: {bootstrapSamples: 0}
      """;

  private static final Map<String, List<String>> SHARINGS = new LinkedHashMap<>();

  static {
    SHARINGS.put("separate heads", List.of());
    SHARINGS.put("esmm", List.of("sharing={kind: esmm, click: click, purchase: buy}"));
    SHARINGS.put("aitm", List.of("sharing={kind: aitm, chain: [click, buy], hidden: 32}"));
  }

  @Option(names = "--users", defaultValue = "4000", description = "Default ${DEFAULT-VALUE}.")
  private int users;

  @Option(names = "--items", defaultValue = "1000", description = "Default ${DEFAULT-VALUE}.")
  private int items;

  @Option(names = "--pages", defaultValue = "10", description = "Pages of a user, one a day.")
  private int pages;

  @Option(names = "--shown", defaultValue = "8", description = "Items of a page.")
  private int shown;

  @Option(names = "--epochs", defaultValue = "6", description = "Default ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(names = "--seed", defaultValue = "1", description = "Of the log.")
  private long seed;

  @Option(
      names = "--methods",
      split = ",",
      description = "Of: separate heads, esmm, aitm; all by default.")
  private List<String> methods = List.copyOf(SHARINGS.keySet());

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a field of the recipe; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Override
  public void run() {
    if (!SHARINGS.keySet().containsAll(methods)) {
      throw new InvalidInputException("--methods " + methods + ": known are " + SHARINGS.keySet());
    }
    System.out.printf(
        Locale.ROOT,
        "impressions --users %d --items %d --pages %d --shown %d --epochs %d --seed %d --methods"
            + " \"%s\" %s%n",
        users,
        items,
        pages,
        shown,
        epochs,
        seed,
        String.join(",", methods),
        overrides.stream().map(each -> "--set \"" + each + "\"").collect(Collectors.joining(" ")));
    ImpressionLog log = new ImpressionLog(users, items, 10, pages, shown, seed);
    List<BehaviorEvent> events = new ArrayList<>();
    log.forEach(events::add);
    Recipe recipe = recipe(List.of());
    TrainingData data = TrainingData.of(recipe, events, RunListener.NONE);
    List<Example> test = data.examples().get(Split.TEST);
    System.out.printf(
        Locale.ROOT, "%,d events, %,d test impressions%n", events.size(), test.size());
    KnowableProbability knowable = new KnowableProbability(log);
    double[] best = test.stream().mapToDouble(knowable::of).toArray();
    ItemRate rates = new ItemRate(data.examples().get(Split.TRAIN), recipe, TASK);
    double[] rule = test.stream().mapToDouble(rates::of).toArray();
    try (SharedTraining training = SharedTraining.of(any -> data, RunListener.NONE)) {
      for (String method : methods) {
        long start = System.nanoTime();
        try (TrainedModel model = training.train(recipe(SHARINGS.get(method)), new EpochLines())) {
          System.out.printf(
              Locale.ROOT, "%s: trained in %.0f s%n", method, (System.nanoTime() - start) / 1e9);
          print(
              method, test, best, rule, training.predictions(model.bundle(), Split.TEST).get(TASK));
          CandidateTimes.print(model.bundle(), test.get(test.size() - 1));
        }
      }
    }
  }

  /** Each epoch's dev metrics as a line. */
  private static final class EpochLines implements TrainerListener {
    @Override
    public void epochDone(
        RunRecord.Epoch epoch, List<TaskEvaluation> dev, boolean best, double seconds) {
      StringBuilder line = new StringBuilder();
      dev.forEach(
          task ->
              line.append(
                  String.format(
                      Locale.ROOT, " %s auc %.4f", task.task(), task.metric("auc").value())));
      System.out.printf(Locale.ROOT, "  epoch %d, %.0f s, dev:%s%n", epoch.number(), seconds, line);
    }
  }

  /** The last two pages are the dev and the test split. */
  private Recipe recipe(List<String> method) {
    List<String> all = new ArrayList<>(method);
    all.addAll(overrides);
    String yaml =
        RECIPE.formatted(
            Instant.ofEpochMilli(dayMillis(pages - 2)),
            Instant.ofEpochMilli(dayMillis(pages - 1)),
            epochs,
            epochs);
    return RecipeReader.parse(yaml, "impressions.yaml", all);
  }

  private static long dayMillis(int day) {
    return ImpressionLog.FIRST_DAY_MILLIS + day * 86_400_000L;
  }

  private static void print(
      String name,
      List<Example> test,
      double[] best,
      double[] rule,
      Evaluator.Predictions predictions) {
    double[] labels = predictions.labels();
    List<Integer> known = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      if (!Double.isNaN(labels[i])) {
        known.add(i);
      }
    }
    double[] yes = known.stream().mapToDouble(i -> labels[i]).toArray();
    double[] predicted = known.stream().mapToDouble(i -> predictions.scores()[i]).toArray();
    double[] truth = known.stream().mapToDouble(i -> truth(test.get(i))).toArray();
    double[] rates = known.stream().mapToDouble(i -> rule[i]).toArray();
    double[] knowable = known.stream().mapToDouble(i -> best[i]).toArray();
    System.out.printf(
        Locale.ROOT,
        "%-15s AUC %.4f (the item's own rate %.4f, best that can be known %.4f, of the true"
            + " probabilities %.4f), mean predicted %.5f, true %.5f%n",
        name,
        new AreaUnderRoc().value(yes, predicted),
        new AreaUnderRoc().value(yes, rates),
        new AreaUnderRoc().value(yes, knowable),
        new AreaUnderRoc().value(yes, truth),
        mean(predicted),
        mean(truth));
    System.out.println("  deciles of the prediction, predicted/true: " + deciles(predicted, truth));
    System.out.println("  deciles of the best, known/true:           " + deciles(knowable, truth));
  }

  private static double truth(Example example) {
    return (Double) example.target().orElseThrow().attributes().get(ImpressionLog.BUY_PROBABILITY);
  }

  private static String deciles(double[] predicted, double[] truth) {
    Integer[] order = new Integer[predicted.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> predicted[i]));
    List<String> ratios = new ArrayList<>();
    for (int d = 0; d < 10; d++) {
      double sum = 0;
      double expected = 0;
      for (int r = order.length * d / 10; r < order.length * (d + 1) / 10; r++) {
        sum += predicted[order[r]];
        expected += truth[order[r]];
      }
      ratios.add(String.format(Locale.ROOT, "%.2f", sum / expected));
    }
    return String.join(" ", ratios);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
