package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each named model of the zoo trains on a small log, beside those of the same question. */
@Tag("slow")
class ZooRecipesTest {

  private static final Path ZOO = Path.of("../../model-zoo/recipes/zoo");
  private static final List<String> NEXT = List.of("sasrec", "bert4rec", "gru4rec", "two-towers");
  private static final List<String> SHOWN = List.of("din", "deepfm", "dcn-v2", "mmoe", "ple");

  @TempDir Path folder;

  private List<String> compare(List<String> names, String log, String... settings)
      throws IOException {
    CommandRun run = run(names, log, settings);
    assertEquals(0, run.exitCode(), run.err());
    return Files.readAllLines(folder.resolve("out" + settings.length + "/comparison.csv"));
  }

  private CommandRun run(List<String> names, String log, String... settings) throws IOException {
    Path file = Files.writeString(folder.resolve("log.csv"), log);
    Path out = folder.resolve("out" + settings.length);
    List<Object> words = new ArrayList<>(List.of("compare", "--seeds", 1, "--test", "--out", out));
    words.addAll(
        List.of(
            "--recipes",
            names.stream()
                .map(name -> ZOO + "/" + name + ".yaml")
                .collect(Collectors.joining(","))));
    Stream.concat(
            Stream.of(
                "data.files=[" + file + "]",
                "encoder.model=" + SmallLog.tinyBert(),
                "encoder.frozenEmbeddings=true",
                "encoder.frozenLayers=1",
                "training.epochs=1",
                "evaluation.bootstrapSamples=20"),
            Arrays.stream(settings))
        .forEach(
            setting -> {
              words.add("--set");
              words.add(setting);
            });
    return CommandRun.of(words.toArray());
  }

  /** That each recipe has a line of a metric on the test split, measured between 0 and 1. */
  private static void measured(List<String> csv, List<String> names, String metric) {
    for (String name : names) {
      List<String> line =
          csv.stream()
              .map(row -> List.of(row.split(",", -1)))
              .filter(row -> row.get(0).equals("test") && row.get(4).equals(name))
              .filter(row -> (row.get(1) + "." + row.get(2)).equals(metric))
              .findFirst()
              .orElseThrow();
      double value = Double.parseDouble(line.get(7));
      assertTrue(value > 0 && value <= 1, line.toString());
    }
  }

  @Test
  void modelsOfNextItems() throws IOException {
    Random random = new Random(3);
    StringBuilder log = new StringBuilder("user,item,time,title\n");
    for (int user = 0; user < 40; user++) {
      int item = random.nextInt(8);
      for (int day = 1; day <= 8; day++) {
        log.append("u%d,i%d,2024-01-%02d,item %d\n".formatted(user, item, day, item));
        item = (item + 1 + random.nextInt(2)) % 8;
      }
    }
    measured(
        compare(NEXT, log.toString(), "sequence.maxTokens=24", "sequence.padToMultipleOf=8"),
        NEXT,
        "next.ndcg@10");
    // The tiny encoder was read for SASRec, which asks for no tokens; two towers ask for 128.
    CommandRun tooLong = run(NEXT, log.toString());
    assertEquals(2, tooLong.exitCode(), tooLong.out());
    assertTrue(
        tooLong.err().contains("sequence.maxTokens: 128 tokens are more than the 24"),
        tooLong.err());
  }

  @Test
  void modelsOfImpressions() throws IOException {
    Random random = new Random(3);
    StringBuilder log = new StringBuilder("user,item,time,action,title\n");
    for (int user = 0; user < 40; user++) {
      for (int day = 1; day <= 12; day++) {
        int item = random.nextInt(8);
        String line = "u%d,i%d,2024-01-%02dT10:%02d:00,%s,item %d\n";
        log.append(line.formatted(user, item, day, 0, "show", item));
        if (item % 2 == user % 2 || day == 1) {
          log.append(line.formatted(user, item, day, 1, "click", item));
          if (random.nextInt(2) == 0) {
            log.append(line.formatted(user, item, day, 2, "buy", item));
          }
        }
      }
    }
    log.append("u0,i0,2024-02-01T00:00:00,click,item 0\n");
    List<String> csv =
        compare(
            SHOWN,
            log.toString(),
            "examples.perImpression.dev=2024-01-08",
            "examples.perImpression.test=2024-01-10");
    measured(csv, SHOWN, "click.auc");
    measured(csv, SHOWN, "buy.auc");
  }

  @Test
  void noRecipeIsForgotten() throws IOException {
    TreeSet<String> expected = new TreeSet<>(List.of("next-items", "impressions"));
    expected.addAll(NEXT);
    expected.addAll(SHOWN);
    try (Stream<Path> files = Files.list(ZOO)) {
      assertEquals(
          expected,
          files
              .map(file -> file.getFileName().toString().replace(".yaml", ""))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }
}
