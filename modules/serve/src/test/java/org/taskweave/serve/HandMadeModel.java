package org.taskweave.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.serve.batch.BatchLimits;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.metrics.ServerMetrics;
import org.taskweave.serve.model.Engine;
import org.taskweave.serve.model.ServedVersion;
import org.taskweave.serve.version.ModelSource;
import org.taskweave.training.bundle.ModelContext;

/**
 * A next-item model over the items a, b, c, d whose scores are sums over the newest three events of
 * a history, so that one can reckon them by hand. Its engine can be held, and counts.
 */
public final class HandMadeModel implements BatchScorer {

  /** What an event with item i adds to the score of item j. */
  private static final float[][] PARTS = {
    {1, 2, 4, 8},
    {0, 1, 0, -16},
    {32, 0, 0, 0},
    {0, 0, 0, 0}
  };

  private static final String RECIPE =
      """
      data:
        files: [unused.csv]
        columns: {user: user, item: item, timestamp: time, text: text, attributes: [price, colour]}
      examples: {lastOut: true}
      sequence: {kind: hierarchical, maxEvents: 3, padToMultipleOf: 2}
      encoder: {model: none}
      features: {eventNumeric: [{attribute: price}]}
      tasks:
        next: {kind: nextItem, label: {nextItem: {}}}
      """;

  /** Added to every score, so that the answers of two models differ. */
  private final float shift;

  /** Batches that may run; the engine waits where there is none. */
  public final Semaphore allowed = new Semaphore(1_000_000);

  /** Sequences of each batch that ran. */
  public final List<Integer> batches = new CopyOnWriteArrayList<>();

  /** What the engine throws, if anything. */
  public volatile RuntimeException failure;

  public HandMadeModel(float shift) {
    this.shift = shift;
  }

  @Override
  public List<TaskScores> score(SequenceInput input) {
    allowed.acquireUninterruptibly();
    batches.add(input.batchSize());
    if (failure != null) {
      throw failure;
    }
    float[] scores = new float[input.rows() * 4];
    for (int row = 0; row < input.rows(); row++) {
      int sequence = input.labelRows()[row] / input.length();
      for (int j = 0; j < 4; j++) {
        scores[row * 4 + j] = shift;
        for (int t = 0; t < input.length(); t++) {
          int cell = sequence * input.length() + t;
          if (input.mask()[cell] == 1 && input.tokenIds()[cell] < 4) {
            scores[row * 4 + j] += PARTS[input.tokenIds()[cell]][j];
          }
        }
      }
    }
    return List.of(new TaskScores(input.rows(), 4, scores));
  }

  public static ModelContext context() {
    Recipe recipe = RecipeReader.parse(RECIPE, "test", List.of());
    List<BehaviorEvent> events = new ArrayList<>();
    for (String line : List.of("ann a b a b", "bob c d c d")) {
      String[] words = line.split(" ", -1);
      for (int i = 1; i < words.length; i++) {
        events.add(
            new BehaviorEvent(
                words[0],
                words[i],
                "event",
                i,
                Optional.of("item " + words[i]),
                Optional.empty(),
                Map.of("price", (double) i)));
      }
    }
    List<Example> training =
        ExampleBuilder.of(recipe)
            .build(BehaviorSequences.of(events, recipe.seed(), Optional.empty()))
            .stream()
            .filter(example -> example.split() == Split.TRAIN)
            .toList();
    ItemCatalog catalog = ItemCatalog.of(events);
    return new ModelContext(
        recipe,
        Preprocessing.fit(
            training,
            recipe.tasks(),
            recipe.features(),
            recipe.sequence().kind(),
            catalog.items().stream().map(ItemCatalog.Item::id).toList()),
        "",
        catalog);
  }

  public ServedVersion version(String name, int queue) {
    return new ServedVersion(
        name,
        Engine.PLAN,
        context(),
        this,
        new BatchLimits(queue, 8, Duration.ZERO, false),
        report -> {},
        () -> {});
  }

  /** This model alone. */
  public Server server(String name, int queue, Histories histories, ServerOptions options) {
    ServedVersion version = version(name, queue);
    return new Server(
        new ModelSource(Optional.empty(), name, same -> version),
        version,
        histories,
        new ServerMetrics(),
        List.of(),
        options);
  }
}
