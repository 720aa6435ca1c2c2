package org.taskweave.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * A log in which items follow each other around a ring: 60 users view 6 to 14 of 8 items, each the
 * one after the last, now and then any; and a recipe with a next-item task for it.
 */
final class RingLog {

  static final String[] TEXTS = {
    "red mug", "mug set", "set of mugware", "the red set", "a mug", "red", "the set", "ware of red"
  };

  private RingLog() {}

  /** Writes ring.csv and recipe.yaml to a folder and returns the recipe. */
  static Path write(Path folder) throws IOException {
    Random random = new Random(5);
    StringBuilder csv = new StringBuilder("user,item,time,text,price\n");
    for (int user = 0; user < 60; user++) {
      int item = random.nextInt(TEXTS.length);
      int events = 6 + random.nextInt(9);
      for (int i = 0; i < events; i++) {
        csv.append(
            String.format(
                Locale.ROOT,
                "u%02d,i%d,2024-01-%02dT%02d:00:00Z,%s,%d%n",
                user,
                item,
                1 + i,
                user % 24,
                TEXTS[item],
                1 + item));
        item = random.nextInt(10) == 0 ? random.nextInt(TEXTS.length) : (item + 1) % TEXTS.length;
      }
    }
    csv.append("lonely,i0,2024-01-01T00:00:00Z,red mug,1\n");
    csv.append("lonely,i1,2024-01-02T00:00:00Z,mug set,2\n");
    Files.writeString(folder.resolve("ring.csv"), csv);
    return Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        data:
          files: [ring.csv]
          core: 3
          columns:
            user: user
            item: item
            timestamp: time
            text: text
            attributes: [price]
            itemAttributes: [price]
        examples: {lastOut: true}
        sequence: {kind: hierarchical, maxEvents: 8}
        items: {width: 16, idDropout: 0.2}
        sequenceModel: {layers: 1, heads: 2, dropout: 0, learningRate: 0.01}
        encoder: {model: "%s"}
        tasks:
          next:
            kind: nextItem
            label: {nextItem: {}}
          price:
            kind: regression
            label: {value: {attribute: price, over: nextBasket, withinDays: .inf}}
        training:
          {epochs: 6, batchSize: 16, learningRate: 0.01, earlyStopping: {objective: [{task: next, metric: hr@1}]}}
        evaluation: {bootstrapSamples: 50}
        """
            .formatted(
                Path.of("..", "training", "src", "test", "resources", "golden", "tiny-bert")
                    .toAbsolutePath()
                    .normalize()
                    .toString()
                    .replace('\\', '/')));
  }
}
