package org.taskweave.serve.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.ObjDoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.recommend.Prediction;
import org.taskweave.recommend.Recommender;
import org.taskweave.serve.batch.QueueFullException;
import org.taskweave.serve.model.ServedVersion;
import org.taskweave.serve.model.Versions;

/**
 * Compares what a version predicts, and the features it predicts from, with what it says of
 * examples of the training split. Thread-safe.
 */
public final class DriftWatch {

  private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);

  /** Fewer values tell nothing. */
  private static final int LEAST_VALUES = 100;

  private static final int AT_ONCE = 8;
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final long PAUSE_MILLIS = 50;

  private final List<Example> training;
  private volatile State state = new State("", Map.of(), Map.of());

  /** What is known of one version: indices by names of a number, and its newest values. */
  private record State(
      String version,
      Map<List<String>, StabilityIndex> predictions,
      Map<List<String>, StabilityIndex> features,
      Map<List<String>, RecentValues> predicted,
      Map<List<String>, RecentValues> seen) {

    State(
        String version,
        Map<List<String>, StabilityIndex> predictions,
        Map<List<String>, StabilityIndex> features) {
      this(version, predictions, features, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }
  }

  /**
   * A watch.
   *
   * @param training examples of the training split; without any nothing is told
   */
  public DriftWatch(List<Example> training) {
    this.training = List.copyOf(training);
  }

  /** Predicts the training examples with the version that answers, unless that is done. */
  public void prepare(Versions versions) {
    try {
      if (!training.isEmpty() && !versions.name().equals(state.version())) {
        state = versions.with(this::prepared);
      }
    } catch (RuntimeException e) {
      LOG.error("the drift of version {} cannot be told", versions.name(), e);
      state = new State(versions.name(), Map.of(), Map.of());
    }
  }

  private State prepared(ServedVersion version) {
    Map<List<String>, List<Double>> predicted = new HashMap<>();
    Map<List<String>, List<Double>> seen = new HashMap<>();
    for (int from = 0; from < training.size(); from += AT_ONCE) {
      List<Example> some = training.subList(from, Math.min(training.size(), from + AT_ONCE));
      PredictedNumbers.of(
          predict(version, some),
          (task, part, value) -> add(predicted, List.of(task, part), value));
      features(version, some, (names, value) -> add(seen, names, value));
    }
    return new State(version.name(), indices(predicted), indices(seen));
  }

  /** Requests come first: where the queue is full, it waits. */
  private static List<Prediction> predict(ServedVersion version, List<Example> examples) {
    while (true) {
      try {
        return new Recommender(version.context(), version.until(System.nanoTime() + PATIENCE_NANOS))
            .predict(examples);
      } catch (QueueFullException e) {
        try {
          Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  private static void features(
      ServedVersion version, List<Example> examples, ObjDoubleConsumer<List<String>> taker) {
    Preprocessing preprocessing = version.context().preprocessing();
    List<String> names = preprocessing.userFeatureNames();
    for (Example example : examples) {
      taker.accept(List.of("history events"), example.history().size());
      float[] values = preprocessing.userFeatures(example);
      for (int i = 0; i < Math.min(values.length, names.size()); i++) {
        taker.accept(List.of(names.get(i)), values[i]);
      }
    }
  }

  private static void add(
      Map<List<String>, List<Double>> values, List<String> names, double value) {
    values.computeIfAbsent(names, n -> new ArrayList<>()).add(value);
  }

  private static Map<List<String>, StabilityIndex> indices(Map<List<String>, List<Double>> values) {
    Map<List<String>, StabilityIndex> indices = new HashMap<>();
    values.forEach(
        (names, all) ->
            indices.put(
                names,
                new StabilityIndex(all.stream().mapToDouble(Double::doubleValue).toArray())));
    return indices;
  }

  /** A version has answered. */
  public void answered(ServedVersion version, List<Example> asked, List<Prediction> answered) {
    State now = state;
    if (!now.version().equals(version.name())) {
      return;
    }
    PredictedNumbers.of(
        answered,
        (task, part, value) ->
            now.predicted()
                .computeIfAbsent(List.of(task, part), n -> new RecentValues())
                .add(value));
    features(
        version,
        asked,
        (names, value) -> now.seen().computeIfAbsent(names, n -> new RecentValues()).add(value));
  }

  /** Index by task and part, for those with enough values. */
  void predictions(BiConsumer<List<String>, Double> taker) {
    State now = state;
    tell(now.predictions(), now.predicted(), taker);
  }

  /** Index by feature, for those with enough values. */
  void features(BiConsumer<List<String>, Double> taker) {
    State now = state;
    tell(now.features(), now.seen(), taker);
  }

  private static void tell(
      Map<List<String>, StabilityIndex> indices,
      Map<List<String>, RecentValues> recent,
      BiConsumer<List<String>, Double> taker) {
    indices.forEach(
        (names, index) -> {
          double[] values = recent.containsKey(names) ? recent.get(names).all() : new double[0];
          if (values.length >= LEAST_VALUES) {
            taker.accept(names, index.of(values));
          }
        });
  }
}
