package org.taskweave.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** A small behaviour log as CSV and a recipe for it with the tiny encoder of the fixtures. */
public final class SmallLog {

  private SmallLog() {}

  /**
   * 60 users who view and buy for 60 days; buyers of a "red mug" buy again, others rarely. Every
   * tenth user's last line has no time.
   */
  public static Path write(Path folder) throws IOException {
    Random random = new Random(4);
    StringBuilder csv = new StringBuilder("user,item,time,action,text,basket,price\n");
    for (int user = 0; user < 60; user++) {
      boolean loyal = random.nextInt(3) == 0;
      for (int day = 1; day < 60; day += loyal ? 5 : 17) {
        boolean mug = loyal && random.nextInt(2) == 0;
        int item = mug ? 0 : 1 + random.nextInt(5);
        csv.append(
            String.format(
                Locale.ROOT,
                "u%d,i%d,2024-%02d-%02d,%s,%s,b%d-%d,%.2f%n",
                user,
                item,
                1 + day / 30,
                1 + day % 28,
                random.nextInt(3) == 0 ? "view" : "buy",
                mug ? "the red mug" : "set of " + (char) ('a' + item),
                user,
                day,
                1 + item * 0.75));
      }
      if (user % 10 == 0) {
        csv.append("u").append(user).append(",i1,,buy,set of b,,1.0\n");
      }
    }
    Path log = folder.resolve("log.csv");
    Files.writeString(log, csv);
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        """
        data:
          files: [log.csv]
          maxQuarantineShare: 0.1
          columns:
            {user: user, item: item, timestamp: time, action: action, text: text, basket: basket, attributes: [price]}
        examples:
          horizonDays: 7
          cuts: {train: [2024-01-20, 2024-01-27], dev: [2024-02-05], test: [2024-02-14]}
        sequence: {maxTokens: 24, maxEvents: 4, maxTokensPerEvent: 6}
        features:
          eventNumeric: [{attribute: price}]
          user:
            events: {count: {of: events}, log1p: true}
        encoder: {model: %s, learningRate: 1e-3, frozenEmbeddings: true, frozenLayers: 1}
        tasks:
          again:
            kind: binary
            label: {occurs: {action: buy}}
            floor: {count: {action: buy, of: events}}
          price:
            kind: regression
            label: {value: {attribute: price, over: nextBasket, withinDays: .inf}}
          band:
            kind: multiclass
            label: {classOf: {attribute: price, bands: [2.0], withinDays: .inf}}
            floor: {lastClass: {attribute: price, bands: [2.0]}}
        training: {epochs: 2, batchSize: 16, learningRate: 0.01}
        evaluation: {bootstrapSamples: 50}
        """
            .formatted(tinyBert()));
    return recipe;
  }

  /** The fixtures' encoder. */
  static String tinyBert() {
    return Path.of("..", "training", "src", "test", "resources", "golden", "tiny-bert")
        .toAbsolutePath()
        .normalize()
        .toString()
        .replace('\\', '/');
  }
}
