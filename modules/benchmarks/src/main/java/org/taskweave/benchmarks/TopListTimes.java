package org.taskweave.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.side.SideTable;
import org.taskweave.data.table.Column;
import org.taskweave.data.table.ColumnType.Scalar;
import org.taskweave.data.table.TableFile;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.recommend.ItemFilter;
import org.taskweave.recommend.NextItemRanker;
import org.taskweave.recommend.NextItems;
import org.taskweave.recommend.Rejects;
import org.taskweave.recommend.TopListFile;
import org.taskweave.recommend.TopLists;
import org.taskweave.training.bundle.ModelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Lists for everybody, as {@code recommend items --all} writes them: from a Parquet log through a
 * next-item model of the recipe's default sizes, with random weights, to a Parquet file; beside the
 * bare product of as many queries and items, which no list of a whole catalog can do without.
 */
@Command(
    name = "topn",
    mixinStandardHelpOptions = true,
    description = "Top lists for all users of a log: users a second, and memory on the way.")
final class TopListTimes implements Runnable {

  private static final int WIDTH = 128;
  private static final int LONGEST = 50;
  private static final int REPORT_EVERY = 20_000;
  private static final double PRODUCT_SECONDS = 5;

  private static final String RECIPE =
      """
      data:
        files: ["%s"]
        columns: {user: user, item: item, timestamp: time}
      examples: {lastOut: true}
      sequence: {kind: hierarchical, maxEvents: 50}
      encoder: {model: none}
      tasks:
        next: {kind: nextItem, label: {nextItem: {}}}
      """;

  @Option(names = "--users", defaultValue = "100000", description = "Default ${DEFAULT-VALUE}.")
  private int users;

  @Option(names = "--items", defaultValue = "20000", description = "Default ${DEFAULT-VALUE}.")
  private int items;

  @Option(
      names = "--events",
      defaultValue = "50",
      description = "Mean of a user's, between 0.2 and 1.8 times that; default ${DEFAULT-VALUE}.")
  private int events;

  @Option(names = "--top", defaultValue = "100", description = "Default ${DEFAULT-VALUE}.")
  private int top;

  private long scoringNanos;

  @Override
  public void run() {
    try {
      Path folder = Temporary.folder("taskweave-topn");
      try {
        measure(folder);
      } finally {
        AtomicFiles.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void measure(Path folder) throws IOException {
    Random random = new Random(1);
    Path log = folder.resolve("log.parquet");
    long rows = writeLog(log, random);
    System.out.printf(
        Locale.ROOT, "%,d users, %,d events, %,d items, top %d%n", users, rows, items, top);
    Recipe recipe = RecipeReader.parse(RECIPE.formatted(log), "topn.yaml", List.of());
    try (ModelContext context = context(recipe);
        MultiTaskModel model = ItemModel.create(items, WIDTH, 0, LONGEST, random)) {
      write(context, timed(model), folder.resolve("top.parquet"));
    }
  }

  private BatchScorer timed(MultiTaskModel model) {
    return input -> {
      long start = System.nanoTime();
      try {
        return model.score(input);
      } finally {
        scoringNanos += System.nanoTime() - start;
      }
    };
  }

  private void write(ModelContext context, BatchScorer scorer, Path file) throws IOException {
    long start = System.nanoTime();
    int[] done = new int[1];
    NextItems next = new NextItems(context, scorer, Optional.empty());
    ItemFilter filter = new ItemFilter(true, Set.of());
    TopListFile.write(
        file,
        sink -> {
          TopLists lists =
              new TopLists(
                  context.recipe(),
                  SideTable.EMPTY,
                  new NextItemRanker(next, top, filter),
                  OptionalLong.empty(),
                  new Rejects(),
                  list -> {
                    sink.accept(list);
                    if (++done[0] % REPORT_EVERY == 0) {
                      report(done[0], start);
                    }
                  });
          new LogReader(context.recipe().data(), Path.of(""), Set.of())
              .readUsers(file.resolveSibling("quarantine"), lists::add);
          lists.finish();
        });
    report(done[0], start);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "the file has %,d MB; the model's own part of the time is %.0f %%%n",
        Files.size(file) >> 20,
        scoringNanos / 1e7 / seconds);
    double products = productsPerSecond(context.recipe().evaluation().batchSize());
    System.out.printf(
        Locale.ROOT,
        "the bare product of queries and items: %,.0f users a second; lists take %.1f times as"
            + " long%n",
        products,
        products * seconds / done[0]);
  }

  /** Queries [batch,W] times items [W,N], again and again: users a second. */
  private double productsPerSecond(int batch) {
    INDArray queries = Nd4j.rand(DataType.FLOAT, batch, WIDTH);
    INDArray catalog = Nd4j.rand(DataType.FLOAT, items, WIDTH).transpose();
    INDArray scores = Nd4j.createUninitialized(DataType.FLOAT, new long[] {batch, items}, 'f');
    queries.mmuli(catalog, scores);
    long start = System.nanoTime();
    int batches = 0;
    double seconds = 0;
    for (; seconds < PRODUCT_SECONDS; seconds = (System.nanoTime() - start) / 1e9) {
      queries.mmuli(catalog, scores);
      batches++;
    }
    return batches * (double) batch / seconds;
  }

  private static void report(int done, long start) {
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "%,9d users: %,.0f a second; heap in use %,d MB, resident %,d MB (peak %,d MB)%n",
        done,
        done / ((System.nanoTime() - start) / 1e9),
        (runtime.totalMemory() - runtime.freeMemory()) >> 20,
        ResidentMemory.kilobytes("VmRSS") >> 10,
        ResidentMemory.kilobytes("VmHWM") >> 10);
  }

  /** Users in no order, some items more popular than others. */
  private long writeLog(Path file, Random random) {
    return TableFile.write(
        file,
        List.of(
            new Column("user", Scalar.TEXT),
            new Column("item", Scalar.TEXT),
            new Column("time", Scalar.TIMESTAMP)),
        table -> {
          for (int u = 0; u < users; u++) {
            String user = "u" + Integer.reverse(u) % users + "-" + u;
            int count = (int) (events * (.2 + 1.6 * random.nextDouble()));
            long time = 1_700_000_000_000L + random.nextInt(1 << 30);
            for (int i = 0; i < Math.max(1, count); i++) {
              time += random.nextInt(86_400_000);
              double share = random.nextDouble();
              table.add(user, id((int) (items * share * share)), time);
            }
          }
        });
  }

  private static String id(int item) {
    return String.format(Locale.ROOT, "%08d", item);
  }

  /** As a training leaves it; what it learned is of two users alone. */
  private ModelContext context(Recipe recipe) {
    List<BehaviorEvent> few = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      few.add(
          new BehaviorEvent(
              "u" + i % 2, id(i), "event", i, Optional.empty(), Optional.empty(), Map.of()));
    }
    List<Example> training =
        ExampleBuilder.of(recipe).build(BehaviorSequences.of(few, 1, Optional.empty()));
    ItemCatalog catalog =
        new ItemCatalog(
            IntStream.range(0, items)
                .mapToObj(i -> new ItemCatalog.Item(id(i), Optional.empty(), Map.of()))
                .toList());
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
}
