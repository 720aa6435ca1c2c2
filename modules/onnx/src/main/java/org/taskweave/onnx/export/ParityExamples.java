package org.taskweave.onnx.export;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.Batcher;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.HistoryEncoder;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.log.NumericAttributes;
import org.taskweave.data.log.ReadLog;
import org.taskweave.data.side.SideTable;
import org.taskweave.training.bundle.ModelBundle;

/**
 * What engines are compared on: batches of two sizes and at least two lengths, some of whose rows
 * end in padding.
 *
 * @param description where they came from, in words
 */
public record ParityExamples(String description, List<SequenceInput> batches) {

  private static final int EXAMPLES = 16;
  private static final int MOST_ENCODED = 400;
  private static final int[] BATCH_SIZES = {3, 8};

  public ParityExamples {
    batches = List.copyOf(batches);
    if (batches.isEmpty()) {
      throw new IllegalArgumentException("nothing can be compared without a batch");
    }
  }

  /** The batch with the most cells. */
  SequenceInput longest() {
    return batches.stream()
        .max(Comparator.comparingInt(batch -> batch.batchSize() * batch.length()))
        .orElseThrow();
  }

  /**
   * Users of the log of a recipe, or, where it cannot be read, random sequences.
   *
   * @param recipe the bundle's, maybe with other files
   * @param quarantineFolder bad rows are written there
   */
  public static ParityExamples ofLog(ModelBundle bundle, Recipe recipe, Path quarantineFolder) {
    ReadLog log;
    try {
      log =
          new LogReader(recipe.data(), Path.of(""), NumericAttributes.of(recipe))
              .read(quarantineFolder);
    } catch (InvalidInputException | UncheckedIOException e) {
      return random(bundle, "random sequences, since the recipe's log cannot be read");
    }
    return ofEvents(
        bundle,
        log.events(),
        log.tables().ofUsers(),
        "users of " + String.join(", ", recipe.data().files()));
  }

  /**
   * Users of a log, just after each one's newest event: 16 of them, from the shortest sequence to
   * the longest.
   *
   * @param description of the log
   * @throws InvalidInputException when no user has what the recipe requires
   */
  public static ParityExamples ofEvents(
      ModelBundle bundle, Iterable<BehaviorEvent> events, String description) {
    return ofEvents(bundle, events, SideTable.EMPTY, description);
  }

  private static ParityExamples ofEvents(
      ModelBundle bundle, Iterable<BehaviorEvent> events, SideTable known, String description) {
    Recipe recipe = bundle.recipe();
    List<Example> users =
        ExampleBuilder.of(recipe)
            .joining(known)
            .withoutLabels(
                BehaviorSequences.of(events, recipe.seed(), recipe.data().columns().order()),
                Optional.empty(),
                OptionalLong.empty());
    HistoryEncoder encoder = bundle.inputs().encoder();
    List<EncodedExample> encoded =
        spread(users, MOST_ENCODED).stream()
            .map(user -> aboutAnItem(bundle, user))
            .map(encoder::encode)
            .sorted(Comparator.comparingInt(EncodedExample::length))
            .toList();
    return new ParityExamples(description, batches(bundle, spread(encoded, EXAMPLES)));
  }

  /** Users are asked about items of the whole catalog, where a task is about items. */
  private static Example aboutAnItem(ModelBundle bundle, Example user) {
    List<ItemCatalog.Item> items = bundle.catalog().items();
    return readsItems(bundle.preprocessing())
        ? user.about(items.get(Math.floorMod(user.user().hashCode(), items.size())).id())
        : user;
  }

  private static boolean readsItems(Preprocessing preprocessing) {
    return preprocessing.tasks().stream().anyMatch(task -> task.head().readsItem());
  }

  /** Random tokens, channels and features: nothing a user did, but everything an input can be. */
  public static ParityExamples random(ModelBundle bundle, String description) {
    Preprocessing preprocessing = bundle.preprocessing();
    boolean hierarchical = bundle.recipe().sequence().kind() == SequenceRecipe.Kind.HIERARCHICAL;
    int words =
        hierarchical
            ? bundle.catalog().size() + 1
            : (int)
                bundle.model().sequenceEncoder().paramTable(false).get("embeddings.word").size(0);
    Random random = new Random(7);
    List<EncodedExample> examples = new ArrayList<>();
    int longest = bundle.recipe().sequence().longest();
    for (int i = 0; i < EXAMPLES; i++) {
      int length = Math.max(1, longest * (i + 1) / EXAMPLES);
      examples.add(randomExample(preprocessing, words, length, hierarchical, random));
    }
    return new ParityExamples(description, batches(bundle, examples));
  }

  private static EncodedExample randomExample(
      Preprocessing preprocessing, int words, int length, boolean hierarchical, Random random) {
    TokenChannels channels = preprocessing.channels();
    int[][] categorical = new int[channels.categorical().size()][];
    for (int c = 0; c < categorical.length; c++) {
      categorical[c] = random.ints(length, 0, channels.categorical().get(c).size()).toArray();
    }
    float[] numeric = new float[length * channels.numeric().size()];
    float[] user = new float[preprocessing.userFeatureCount()];
    for (float[] values : List.of(numeric, user)) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
    }
    return new EncodedExample(
        random.ints(length, 0, words).toArray(),
        categorical,
        numeric,
        hierarchical ? new int[] {length - 1} : new int[0],
        user,
        unknownLabels(preprocessing.tasks(), length),
        readsItems(preprocessing) ? new int[] {random.nextInt(words)} : new int[0],
        hierarchical ? baskets(random, length) : new int[0],
        0);
  }

  private static int[] baskets(Random random, int length) {
    int[] baskets = new int[length];
    for (int t = 1; t < length; t++) {
      baskets[t] = baskets[t - 1] + random.nextInt(2);
    }
    return baskets;
  }

  private static List<TaskLabels> unknownLabels(List<TaskSpec> tasks, int length) {
    return tasks.stream()
        .map(
            task -> {
              int rows = task.perToken() ? length : 1;
              int width = task.labelWidth();
              return new TaskLabels(new float[rows * width], new float[rows]);
            })
        .toList();
  }

  /** At most n of a list, evenly spread, its first and last among them. */
  private static <T> List<T> spread(List<T> all, int n) {
    if (all.size() <= n) {
      return all;
    }
    List<T> some = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      some.add(all.get((int) ((long) i * (all.size() - 1) / (n - 1))));
    }
    return some;
  }

  private static List<SequenceInput> batches(ModelBundle bundle, List<EncodedExample> examples) {
    List<EncodedExample> rows = new ArrayList<>(examples);
    if (examples.stream().mapToInt(EncodedExample::length).distinct().count() == 1) {
      examples.forEach(example -> rows.add(firstHalf(bundle.preprocessing(), example)));
    }
    List<SequenceInput> batches = new ArrayList<>();
    for (int size : BATCH_SIZES) {
      List<MultiTaskBatch> packed =
          new Batcher(
                  bundle.preprocessing().tasks(),
                  bundle.preprocessing().channels(),
                  1,
                  Integer.MAX_VALUE,
                  size)
              .evaluation(rows);
      packed.forEach(batch -> batches.add(batch.input()));
    }
    return batches;
  }

  private static EncodedExample firstHalf(Preprocessing preprocessing, EncodedExample example) {
    int length = (example.length() + 1) / 2;
    int numbers = preprocessing.channels().numeric().size();
    return new EncodedExample(
        Arrays.copyOf(example.tokenIds(), length),
        Arrays.stream(example.categoricalChannels())
            .map(channel -> Arrays.copyOf(channel, length))
            .toArray(int[][]::new),
        Arrays.copyOf(example.numericChannels(), length * numbers),
        example.labelPositions().length == 0 ? new int[0] : new int[] {length - 1},
        example.userFeatures(),
        unknownLabels(preprocessing.tasks(), length),
        example.candidates(),
        example.baskets().length == 0 ? new int[0] : Arrays.copyOf(example.baskets(), length),
        example.fold());
  }
}
