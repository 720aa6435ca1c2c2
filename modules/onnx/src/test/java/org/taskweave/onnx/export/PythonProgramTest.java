package org.taskweave.onnx.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.nn.item.MemoryWindow;
import org.taskweave.onnx.score.FileMetadata;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.run.RunFolder;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.TrainingData;
import org.taskweave.training.run.TrainingRun;

/**
 * The serving guide's Python program for models that read items runs as it stands and makes of
 * events the arrays that this program makes. A module in the place of ONNX Runtime's says what the
 * file says of itself and writes down what it is fed.
 */
class PythonProgramTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String RUNTIME =
      """
      import json, os
      import numpy as np

      class Port:
          def __init__(self, name):
              self.name = name

      class Meta:
          custom_metadata_map = {"taskweave": open(os.environ["META"], encoding="utf-8").read()}

      class InferenceSession:
          fed = []

          def __init__(self, path):
              assert os.path.exists(path), path

          def get_modelmeta(self):
              return Meta

          def get_inputs(self):
              return [Port(name) for name in os.environ["INPUTS"].split(",")]

          def run(self, wanted, feed):
              InferenceSession.fed.append({name: array.tolist() for name, array in feed.items()})
              widths = {t["name"]: t["width"] for t in json.loads(Meta.custom_metadata_map["taskweave"])["tasks"]}
              return [np.zeros((len(feed["labelRows"]), widths[name]), np.float32) for name in wanted]
      """;

  private static final String DRIVER =
      """

      session.fed.clear()
      for user in json.load(open(folder + "/users.json", encoding="utf-8")):
          predict([encode(user["history"], user["now"])], [user["candidates"]])
      json.dump(session.fed, open(folder + "/fed.json", "w", encoding="utf-8"))
      """;

  @TempDir Path folder;

  private static Recipe recipe(String objective) {
    boolean others = objective.equals("others");
    boolean memory = objective.equals("memory");
    String task =
        others
            ? "rating: {kind: regression, reads: userAndItem, label: {value: {attribute: price,"
                + " over: nextBasket, aggregate: next, withinDays: .inf}}}"
            : "next: {kind: nextItem, label: {nextItem: {}}"
                + (objective.equals("masked") ? ", loss: inBatch}" : "}");
    return RecipeReader.parse(
        """
        data:
          files: [none.csv]
          columns: {user: user, item: item, timestamp: time, text: text, basket: basket, attributes: [price, color, split]}
        examples: {%s}
        sequence: {kind: hierarchical, maxEvents: 5, padToMultipleOf: 2}
        items: {width: 8, maxTokens: 8%s}
        sequenceModel: {layers: %d, heads: 2, objective: %s}
        features: {eventNumeric: [{attribute: price, log1p: true}], eventCategorical: [color]}
        encoder: {model: "%s"}
        tasks:
          %s
        training: {learningRate: 1.0e-2, epochs: 1, batchSize: 8}
        evaluation: {bootstrapSamples: 0, batchSize: 8}
        """
            .formatted(
                others ? "perEvent: {splitColumn: split, devShare: 0.2}" : "lastOut: true",
                memory ? ", memory: true" : "",
                others ? 0 : 1,
                memory ? "next" : objective,
                Path.of("..", "training", "src", "test", "resources", "golden", "tiny-bert")
                    .toAbsolutePath()
                    .normalize()
                    .toString()
                    .replace('\\', '/'),
                task),
        "test",
        List.of());
  }

  /** Some events share a basket, some a time, some have no price. */
  private static List<BehaviorEvent> events(int items) {
    Random random = new Random(3);
    List<BehaviorEvent> events = new ArrayList<>();
    for (int user = 0; user < 15; user++) {
      long time = 1_600_000_000_000L;
      for (int i = 0; i < 4 + user % 7; i++) {
        int item = random.nextInt(items);
        time += random.nextInt(3) * (long) Math.exp(18 * random.nextDouble());
        Map<String, Object> attributes = new java.util.HashMap<>();
        attributes.put("color", "c" + random.nextInt(3));
        attributes.put("split", i % 4 == 3 ? "test" : "train");
        if (random.nextInt(4) > 0 || i < 4) {
          attributes.put("price", 1.0 + item);
        }
        events.add(
            new BehaviorEvent(
                "u" + user,
                "i" + item,
                random.nextBoolean() ? "view" : "buy",
                time,
                Optional.of("red mug"),
                random.nextInt(3) == 0 ? Optional.of("b" + i / 3) : Optional.empty(),
                attributes));
      }
    }
    return events;
  }

  @ParameterizedTest
  @CsvSource({"next", "memory", "masked", "others"})
  void makesTheSameArrays(String objective) throws Exception {
    assumeTrue(hasNumpy(), "python3 with numpy");
    Recipe recipe = recipe(objective);
    Path file = folder.resolve("out/model.onnx");
    try (ModelBundle bundle =
        ModelBundle.load(
            new TrainingRun(
                    recipe, new RunFolder(folder.resolve("run")), RunListener.NONE, List.of())
                .train(TrainingData.of(recipe, events(8), RunListener.NONE))
                .bundle())) {
      new BundleExporter()
          .export(bundle, file, ExportOptions.DEFAULT, ParityExamples.random(bundle, "random"));
      List<Example> users = bundle.context().users(events(10));
      assertEquals(15, users.size());
      ArrayNode asked = JSON.createArrayNode();
      users.forEach(user -> asked.add(asked(user)));
      JSON.writeValue(file.resolveSibling("users.json").toFile(), asked);
      JsonNode fed = fed(bundle, file);
      for (int u = 0; u < users.size(); u++) {
        compare(input(bundle, users.get(u)), fed.get(u), bundle.catalog().size());
      }
    }
  }

  private static SequenceInput input(ModelBundle bundle, Example user) {
    List<Example> about = List.of(user.about("i1"), user.about("i9"));
    boolean pairs = bundle.context().tasks().get(0).head().readsItem();
    return bundle
        .inputs()
        .batcher(1)
        .evaluation(bundle.inputs().encoder().encodeAll(pairs ? about : List.of(user)))
        .get(0)
        .input();
  }

  private static ObjectNode asked(Example user) {
    ObjectNode asked = JSON.createObjectNode();
    asked.put("now", user.cutMillis());
    ArrayNode history = asked.putArray("history");
    for (BehaviorEvent event : user.history()) {
      ObjectNode one = history.addObject();
      one.put("item", event.item());
      one.put("action", event.action());
      one.put("millis", event.timestampMillis());
      event.basket().ifPresent(basket -> one.put("basket", basket));
      one.put("color", (String) event.attributes().get("color"));
      if (event.attributes().get("price") instanceof Double price) {
        one.put("price", price);
      }
    }
    asked.putArray("candidates").add("i1").add("i9");
    return asked;
  }

  private JsonNode fed(ModelBundle bundle, Path file) throws IOException, InterruptedException {
    String guide = Files.readString(file.resolveSibling("README.md"));
    assertEquals(-1, guide.indexOf('@'), guide);
    Matcher program = Pattern.compile("(?s)```python\n(.*?)```").matcher(guide);
    assertTrue(program.find(), guide);
    Path script = file.resolveSibling("serve.py");
    Files.writeString(script, program.group(1) + DRIVER);
    Path modules = Files.createDirectories(folder.resolve("modules"));
    Files.writeString(modules.resolve("onnxruntime.py"), RUNTIME);
    Path meta = folder.resolve("meta.json");
    Files.writeString(meta, metadata(bundle));
    List<String> inputs = new ArrayList<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| `(\\w+)` \\| (int64|float) \\[.*\\| .* \\|$")
            .matcher(guide.substring(guide.indexOf("## Inputs"), guide.indexOf("## Outputs")));
    while (rows.find()) {
      inputs.add(rows.group(1));
    }
    ProcessBuilder python =
        new ProcessBuilder("python3", script.toString(), file.getParent().toString())
            .redirectErrorStream(true);
    python.environment().put("PYTHONPATH", modules.toString());
    python.environment().put("META", meta.toString());
    python.environment().put("INPUTS", String.join(",", inputs));
    Process process = python.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    return JSON.readTree(file.resolveSibling("fed.json").toFile());
  }

  private static String metadata(ModelBundle bundle) {
    List<FileMetadata.Task> tasks = new ArrayList<>();
    for (int k = 0; k < bundle.context().tasks().size(); k++) {
      tasks.add(
          FileMetadata.Task.of(
              bundle.context().tasks().get(k), bundle.preprocessing().labelScale(k)));
    }
    return new FileMetadata(
            tasks,
            bundle.preprocessing().channels().categorical().stream().map(c -> c.name()).toList(),
            bundle.preprocessing().channels().numeric(),
            bundle.preprocessing().userFeatureNames(),
            "",
            Map.of(),
            "fp32")
        .properties()
        .get("taskweave");
  }

  private static void compare(SequenceInput expected, JsonNode fed, int items) {
    int length = fed.get("tokenIds").get(0).size();
    assertEquals(ints(expected.tokenIds(), 0, length), integers(fed.get("tokenIds").get(0)));
    for (int t = 0; t < length; t++) {
      assertEquals(1, expected.mask()[t]);
    }
    for (int c = 0; c < expected.categoricalChannels().size(); c++) {
      assertEquals(
          ints(expected.categoricalChannels().get(c), 0, length),
          integers(fed.get("categoricalChannels").get(0).get(c)));
    }
    for (int t = 0; t < length; t++) {
      assertEquals(
          expected.numericChannels()[t],
          fed.get("numericChannels").get(0).get(t).get(0).asDouble(),
          1e-5);
    }
    int rows = expected.labelRows().length;
    List<Integer> labels = integers(fed.get("labelRows"));
    assertEquals(ints(expected.labelRows(), 0, rows), labels.subList(0, rows));
    assertEquals(2, labels.size(), "a row for each candidate");
    assertEquals(labels.get(0), labels.get(1));
    if (expected.candidates().length > 0) {
      assertEquals(2, rows, "one history for both");
      assertEquals(ints(expected.candidates(), 0, 2), integers(fed.get("candidateRows")));
    }
    if (fed.has("memoryEvents")) {
      assertEquals(
          ints(MemoryWindow.of(expected, items), 0, MemoryWindow.WIDTH),
          integers(fed.get("memoryEvents").get(0)));
    }
  }

  private static List<Integer> ints(int[] values, int from, int to) {
    List<Integer> list = new ArrayList<>();
    for (int i = from; i < to; i++) {
      list.add(values[i]);
    }
    return Collections.unmodifiableList(list);
  }

  private static List<Integer> integers(JsonNode array) {
    List<Integer> list = new ArrayList<>();
    array.forEach(value -> list.add(value.asInt()));
    return list;
  }

  private static boolean hasNumpy() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "import numpy").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
