package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.EncodedStore;
import org.taskweave.data.batch.ExampleKeeper;
import org.taskweave.data.event.SequenceStore;
import org.taskweave.data.example.ExampleSummary;
import org.taskweave.data.example.Split;
import org.taskweave.data.log.ReadReport;

/** A log that is read and cut user by user against one that is held as a whole. */
class UserByUserTest {

  private static final String RECIPE =
      """
      seed: 7
      data:
        files: ["%s"]
        columns: {user: user, item: item, timestamp: time, action: action, text: text,
          basket: basket, attributes: [amount, colour], itemAttributes: [colour]}
        maxQuarantineShare: 0.2
      examples:
        horizonDays: 5
        cuts: {train: [2024-01-20, 2024-01-10, 2024-01-30], dev: [2024-02-05], test: [2024-02-10]}
        requiredAction: buy
      sequence: {maxTokens: 24, maxEvents: 8, maxTokensPerEvent: 6, template: "{action} {text}"}
      features:
        eventNumeric: [{attribute: amount, log1p: true}]
        eventCategorical: [colour]
        user:
          events: {count: {}, log1p: true}
          spent: {aggregated: {attribute: amount, aggregate: mean, per: baskets}}
          colour: {lastClass: {attribute: colour}}
      encoder: {model: "%s"}
      tasks:
        again:
          kind: binary
          label: {occurs: {action: buy, withinDays: 5}}
          floor: {count: {action: buy, of: baskets}}
        spend:
          kind: regression
          label: {value: {attribute: amount, aggregate: sum, withinDays: 5, log1p: true}}
        colour: {kind: multiclass, label: {classOf: {attribute: colour, withinDays: 5}}}
      training: {epochs: 1, batchSize: 8}
      evaluation: {bootstrapSamples: 0, batchSize: 16}
      """;

  private static final List<String> COLOURS = List.of("red", "blue", "green");

  @TempDir Path temporary;

  private Recipe recipe(String... settings) {
    return RecipeReader.parse(
        RECIPE.formatted(temporary.resolve("log.csv"), PlantedLog.ENCODER),
        "log.yaml",
        List.of(settings));
  }

  /**
   * Users of one event and of many, with names that bytes and characters order in another way;
   * equal times, missing values, rows that are bad, and rows that come twice; in no order.
   */
  private void write(long seed) throws IOException {
    Random random = new Random(seed);
    List<String> rows = new ArrayList<>();
    for (int user = 0; user < 60; user++) {
      String name =
          switch (user % 4) {
            case 0 -> "\uD83D\uDE00" + user;
            case 1 -> "\uFB01" + user;
            case 2 -> " u" + user + " ";
            default -> "u" + user;
          };
      int events = user == 0 ? 2000 : user % 5 == 0 ? 1 : 1 + random.nextInt(30);
      for (int e = 0; e < events; e++) {
        int item = random.nextInt(20);
        String row =
            String.join(
                ",",
                name,
                "i" + item,
                random.nextInt(3) == 0 ? "view" : "buy",
                random.nextInt(60) == 0
                    ? "yesterday"
                    : LocalDateTime.of(2024, 1, 1, 0, 0)
                        .plusHours(3L * random.nextInt(350))
                        .toString(),
                random.nextInt(8) == 0 ? "" : "\"text " + item + ", or " + random.nextInt(2) + "\"",
                random.nextInt(4) == 0 ? "" : "b" + e / 3,
                random.nextInt(6) == 0 ? "" : Integer.toString(random.nextInt(900) - 100),
                random.nextInt(5) == 0 ? "" : COLOURS.get(random.nextInt(3)));
        rows.add(row);
        if (random.nextInt(10) == 0) {
          rows.add(row);
        }
      }
    }
    Collections.shuffle(rows, random);
    rows.add(0, "user,item,action,time,text,basket,amount,colour");
    Files.write(temporary.resolve("log.csv"), rows, StandardCharsets.UTF_8);
  }

  /** What a listener hears of a log. */
  private static final class Heard implements RunListener {
    private String report = "";
    private String summary = "";

    @Override
    public void logRead(ReadReport read) {
      report = read.toString().replaceAll("bad rows are in .*", "");
    }

    @Override
    public void examplesCut(ExampleSummary cut) {
      summary = cut.toString();
    }
  }

  @ParameterizedTest
  @CsvSource({"1,keep,keep,0", "2,drop,keep,1000000", "3,drop,drop,0"})
  void everythingIsAsFromTheWholeLog(long seed, String duplicates, String repeats, long inMemory)
      throws IOException {
    write(seed);
    Recipe recipe = recipe("data.duplicates=" + duplicates, "data.repeatEvents=" + repeats);
    assertTrue(UserByUser.fits(recipe));
    Heard whole = new Heard();
    Heard single = new Heard();
    Path quarantine = Files.createDirectory(temporary.resolve("whole"));
    Path others = Files.createDirectory(temporary.resolve("single"));
    TrainingData expected = TrainingData.read(recipe, quarantine, whole);
    String tokenizer = LoadedEncoder.of(recipe).tokenizerJson();
    try (SequenceStore sequences = SequenceStore.create(inMemory);
        EncodedStore store = EncodedStore.create()) {
      TrainingData data = TrainingData.read(recipe, others, single, sequences);
      // Who has but one row, and that one bad, is nobody.
      assertEquals(seed == 3 ? 59 : 60, sequences.size());
      assertEquals(whole.report, single.report);
      assertEquals(whole.summary, single.summary);
      assertEquals(
          Files.readString(quarantine.resolve("quarantine.csv")),
          Files.readString(others.resolve("quarantine.csv")));
      assertEquals(expected.hash(), data.hash());
      assertEquals(expected.until(), data.until());
      assertEquals(expected.catalog().items(), data.catalog().items());
      for (Split split : Split.values()) {
        assertFalse(expected.of(split).isEmpty());
        assertEquals(expected.of(split), data.of(split));
      }
      try (PreparedExamples ofWhole =
              PreparedExamples.of(recipe, expected, tokenizer, ExampleKeeper.IN_HEAP);
          PreparedExamples ofSingle = PreparedExamples.of(recipe, data, tokenizer, store)) {
        assertEquals(ofWhole.preprocessing().toJson(), ofSingle.preprocessing().toJson());
        assertEquals(ofWhole.unknownClasses(), ofSingle.unknownClasses());
        assertEquals(batches(ofWhole.trainingBatches(1)), batches(ofSingle.trainingBatches(1)));
        assertEquals(batches(ofWhole.scoringBatches()), batches(ofSingle.scoringBatches()));
        for (Split split : List.of(Split.DEV, Split.TEST)) {
          assertEquals(
              encoded(ofWhole.split(split).encoded()), encoded(ofSingle.split(split).encoded()));
        }
      }
    }
  }

  private static List<String> batches(List<MultiTaskBatch> batches) {
    return batches.stream()
        .map(
            batch ->
                Arrays.toString(batch.exampleIndices())
                    + Arrays.toString(batch.input().tokenIds())
                    + Arrays.toString(batch.input().numericChannels())
                    + Arrays.toString(batch.input().userFeatures())
                    + labels(batch.labels()))
        .toList();
  }

  private static List<String> encoded(List<EncodedExample> examples) {
    return examples.stream()
        .map(
            example ->
                Arrays.toString(example.tokenIds())
                    + Arrays.deepToString(example.categoricalChannels())
                    + Arrays.toString(example.numericChannels())
                    + Arrays.toString(example.userFeatures())
                    + labels(example.labels()))
        .toList();
  }

  private static List<String> labels(List<TaskLabels> labels) {
    return labels.stream()
        .map(label -> Arrays.toString(label.values()) + Arrays.toString(label.mask()))
        .toList();
  }

  @Test
  void whatIsWrongIsSaidAlike() throws IOException {
    write(1);
    for (String wrong :
        List.of(
            "examples.cuts.test=[2024-06-01]",
            "examples.requiredAction=never",
            "data.maxQuarantineShare=0")) {
      Recipe recipe = recipe(wrong);
      String expected =
          assertThrows(
                  InvalidInputException.class,
                  () -> TrainingData.read(recipe, temporary, RunListener.NONE))
              .getMessage();
      try (SequenceStore sequences = SequenceStore.create()) {
        assertEquals(
            expected,
            assertThrows(
                    InvalidInputException.class,
                    () -> TrainingData.read(recipe, temporary, RunListener.NONE, sequences))
                .getMessage());
      }
    }
  }

  @Test
  void whatLooksAtSeveralUsersReadsTheWholeLog() {
    assertFalse(UserByUser.fits(recipe("data.core=2")));
    assertFalse(UserByUser.fits(PlantedLog.recipe(PlantedLog.RED)));
  }
}
