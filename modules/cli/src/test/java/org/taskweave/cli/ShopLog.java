package org.taskweave.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Random;

/**
 * A small shop: four months of purchases and cancellations of 60 customers as a CSV file, and a
 * recipe for it with an encoder that trains in a second.
 */
final class ShopLog {

  private static final String[] ITEMS = {
    "red mug", "mug set", "set of mugware", "the red set", "a"
  };

  private ShopLog() {}

  /** Writes shop.csv and recipe.yaml to a folder and returns the recipe. */
  static Path write(Path folder) throws IOException {
    StringBuilder log = new StringBuilder("customer,time,item,action,text,price\n");
    Random random = new Random(3);
    LocalDate start = LocalDate.parse("2024-01-01");
    for (int user = 0; user < 60; user++) {
      int day = random.nextInt(10);
      while (day < 125) {
        int item = random.nextInt(ITEMS.length);
        log.append(
            String.format(
                "c%02d,%sT%02d:00:00,i%d,%s,%s,%d%n",
                user,
                start.plusDays(day),
                random.nextInt(24),
                item,
                random.nextInt(5) == 0 ? "cancel" : "purchase",
                ITEMS[item],
                1 + item));
        day += 1 + random.nextInt(user % 2 == 0 ? 10 : 40);
      }
    }
    Files.writeString(folder.resolve("shop.csv"), log);
    Path encoder =
        Path.of("..", "training", "src", "test", "resources", "golden", "tiny-bert")
            .toAbsolutePath()
            .normalize();
    return Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        seed: 3
        data:
          files: [shop.csv]
          columns: {user: customer, item: item, timestamp: time, action: action, text: text, attributes: [price]}
        examples:
          horizonDays: 20
          cuts: {train: [2024-02-01], dev: [2024-03-01], test: [2024-04-01]}
          requiredAction: purchase
        sequence: {maxTokens: 24}
        features: {user: {orders: {count: {action: purchase}}}}
        encoder: {model: "%s", learningRate: 1.0e-3}
        tasks:
          reorder:
            kind: binary
            label: {occurs: {action: purchase}}
            floor: {count: {action: purchase}}
          priceBand:
            kind: multiclass
            label: {classOf: {attribute: price, bands: [2, 4]}}
          spend:
            kind: regression
            label: {value: {attribute: price, action: purchase}}
        training: {epochs: 2, batchSize: 16}
        evaluation: {bootstrapSamples: 50}
        """
            .formatted(encoder.toString().replace('\\', '/')));
  }
}
