package org.taskweave.onnx.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.onnx.score.RuntimeOptions;
import org.taskweave.onnx.score.ServedModel;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.TaskPredictions;
import org.taskweave.training.run.RunFolder;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.TrainingData;
import org.taskweave.training.run.TrainingRun;

/** A trained bundle that ranks items, from the recipe to the folder that serves it. */
class NextItemExportTest {

  private static final List<String> TEXTS = List.of("red", "mug", "set", "of", "a", "b", "c", "d");

  @TempDir Path folder;

  private static Recipe recipe(String kind) {
    return RecipeReader.parse(
        """
        seed: 5
        data:
          files: [none.csv]
          columns: {user: user, item: item, timestamp: time, text: text, attributes: [price]}
        examples: {lastOut: true}
        sequence: {kind: %s, maxTokens: 20, maxEvents: 5, padToMultipleOf: 2, template: "{text}"}
        items: {width: 8, maxTokens: 8}
        sequenceModel: {layers: 1, heads: 2}
        features: {user: {events: {count: {of: events}}}, eventNumeric: [{attribute: price}]}
        encoder: {model: "%s"}
        tasks:
          next: {kind: nextItem, label: {nextItem: {}}}
          price:
            {kind: regression, label: {value: {attribute: price, over: nextBasket, withinDays: .inf}}}
        training: {learningRate: 1.0e-2, epochs: 2, batchSize: 8}
        evaluation: {bootstrapSamples: 0, batchSize: 8}
        """
            .formatted(
                kind,
                Path.of("..", "training", "src", "test", "resources", "golden", "tiny-bert")
                    .toAbsolutePath()
                    .normalize()
                    .toString()
                    .replace('\\', '/')),
        "ring.yaml",
        kind.equals("flat")
            ? List.of()
            : List.of(
                "data.columns.basket=basket",
                "tasks.basket={kind: nextBasket, label: {nextBasket: {}}}"));
  }

  private static List<BehaviorEvent> ring() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int u = 0; u < 12; u++) {
      for (int day = 1; day < 5 + u % 4; day++) {
        int item = (u + day) % TEXTS.size();
        events.add(
            new BehaviorEvent(
                "u" + u,
                "i" + item,
                "view",
                day * 86_400_000L,
                Optional.of(TEXTS.get(item)),
                Optional.of("basket " + day),
                Map.of("price", 1.0 + item)));
      }
    }
    return events;
  }

  private ModelBundle bundle(String kind) {
    Recipe recipe = recipe(kind);
    return ModelBundle.load(
        new TrainingRun(recipe, new RunFolder(folder.resolve("run")), RunListener.NONE, List.of())
            .train(TrainingData.of(recipe, ring(), RunListener.NONE))
            .bundle());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hierarchical", "flat"})
  void theFolderServesWhatTheBundleSays(String kind) throws Exception {
    Path file = folder.resolve("out/model.onnx");
    try (ModelBundle bundle = bundle(kind)) {
      for (ParityExamples examples :
          List.of(
              ParityExamples.random(bundle, "random"),
              ParityExamples.ofEvents(bundle, ring(), "12 users"))) {
        List<ParityReport> reports =
            new BundleExporter().export(bundle, file, ExportOptions.DEFAULT, examples);
        assertTrue(reports.get(0).worst() <= 1e-5, reports.get(0)::table);
      }
      // An item that the catalog does not know ends one history.
      List<BehaviorEvent> events = new ArrayList<>(ring());
      events.add(
          new BehaviorEvent(
              "u3",
              "unknown",
              "view",
              99 * 86_400_000L,
              Optional.of("mug"),
              Optional.empty(),
              Map.of()));
      try (ServedModel served = ServedModel.open(file, RuntimeOptions.DEFAULT)) {
        List<Example> users = served.context().users(events);
        assertEquals(12, users.size());
        List<TaskPredictions> expected =
            bundle
                .inputs()
                .scorer(8)
                .score(
                    bundle.model(), users.stream().map(bundle.inputs().encoder()::encode).toList());
        List<TaskPredictions> actual = served.context().predict(served.scorer(), users);
        for (int k = 0; k < expected.size(); k++) {
          assertArrayEquals(expected.get(k).values(), actual.get(k).values(), 2e-5);
        }
      }
    }
    String guide = Files.readString(file.resolveSibling("README.md"));
    assertTrue(guide.contains("| `next` | float [" + (kind.equals("flat") ? "B" : "R")), guide);
    assertEquals(!kind.equals("flat"), guide.contains("| `labelRows` | int64 [R] |"), guide);
    assertEquals(-1, guide.indexOf('@'), guide);
    for (String derived : List.of("itemRows", "scoredRows", "offsets", "historyCells")) {
      assertTrue(!guide.contains(derived), derived);
    }
    Files.delete(file.resolveSibling("catalog.jsonl"));
    assertTrue(
        assertThrows(
                InvalidInputException.class, () -> ServedModel.open(file, RuntimeOptions.DEFAULT))
            .getMessage()
            .contains("catalog.jsonl"));
  }

  @Test
  void otherPrecisionsRankTheSameItems() {
    try (ModelBundle bundle = bundle("hierarchical")) {
      ExportOptions half =
          new ExportOptions(
              ExtraOutputs.NONE,
              Precision.FP16_STORAGE,
              java.util.OptionalDouble.empty(),
              1_000_000);
      List<ParityReport> reports =
          new BundleExporter()
              .export(
                  bundle,
                  folder.resolve("half/model.onnx"),
                  half,
                  ParityExamples.ofEvents(bundle, ring(), "12 users"));
      assertEquals(2, reports.size());
    }
  }
}
