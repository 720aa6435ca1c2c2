package org.taskweave.onnx.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.data.example.Example;
import org.taskweave.onnx.SmallBundle;
import org.taskweave.onnx.graph.OnnxFile;
import org.taskweave.onnx.network.NetworkExporter;
import org.taskweave.onnx.network.VertexMappers;
import org.taskweave.onnx.samediff.OperationMappers;
import org.taskweave.onnx.score.OnnxScorer;
import org.taskweave.onnx.score.RuntimeOptions;
import org.taskweave.onnx.score.ServedModel;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.TaskPredictions;

/** Export folders: whole and proven, or not there at all. */
class BundleExporterTest {

  @TempDir Path folder;

  private static ModelBundle bundle;
  private static ParityExamples examples;

  @BeforeAll
  static void make() {
    bundle = SmallBundle.bundle(3);
    examples = ParityExamples.ofEvents(bundle, SmallBundle.events(), "40 users");
  }

  @AfterAll
  static void close() {
    bundle.close();
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  @Test
  void theFolderHoldsTheFileItsProofAndWhatFeedsIt() throws IOException {
    Path file = folder.resolve("out/model.onnx");
    List<ParityReport> reports =
        new BundleExporter().export(bundle, file, ExportOptions.DEFAULT, examples);
    assertEquals(
        Set.of(
            "model.onnx",
            "tokenizer.json",
            "recipe.yaml",
            "preprocessing.json",
            "catalog.jsonl",
            "parity.json",
            "README.md"),
        names(file.getParent()));
    assertEquals(1, reports.size());
    ParityReport report = reports.get(0);
    assertTrue(report.worst() <= 1e-5, report::table);
    assertEquals(
        Set.of(3, 8),
        report.shapes().stream().map(ParityReport.Shape::batchSize).collect(Collectors.toSet()));
    assertTrue(report.shapes().stream().map(ParityReport.Shape::length).distinct().count() >= 2);
    assertTrue(report.shapes().stream().anyMatch(shape -> shape.paddedRows() > 0));
    JsonNode json = new ObjectMapper().readTree(file.resolveSibling("parity.json").toFile());
    assertEquals("40 users", json.get(0).get("examples").asText());
    assertEquals(5, json.get(0).get("outputs").size());
  }

  @Test
  void aFileThatSaysSomethingElseIsNotWritten() throws IOException {
    // A mapper that forgets the activation.
    BundleExporter wrong =
        new BundleExporter(
            new NetworkExporter(
                VertexMappers.standard()
                    .with(
                        OutputLayer.class,
                        vertex ->
                            vertex.node(
                                "MatMul", List.of(vertex.argument(0), vertex.constant("W")))),
                OperationMappers.standard()));
    Path file = folder.resolve("wrong/model.onnx");
    ParityFailedException failure =
        assertThrows(
            ParityFailedException.class,
            () -> wrong.export(bundle, file, ExportOptions.DEFAULT, examples));
    assertTrue(failure.getMessage().contains("more than the tolerance"), failure.getMessage());
    assertTrue(failure.report().worst() > 0.1);
    assertEquals(Set.of(), names(file.getParent()));
  }

  @Test
  void aToleranceOfZeroFindsRounding() {
    ExportOptions strict =
        new ExportOptions(
            ExtraOutputs.NONE, Precision.FP16_STORAGE, OptionalDouble.of(0), 1_000_000);
    assertThrows(
        ParityFailedException.class,
        () -> new BundleExporter().export(bundle, folder.resolve("model.onnx"), strict, examples));
  }

  @Test
  void largeWeightsGoToASecondFile() throws IOException {
    Path file = folder.resolve("large/model.onnx");
    ExportOptions options =
        new ExportOptions(ExtraOutputs.NONE, Precision.FP32, OptionalDouble.empty(), 1000);
    ParityReport report = new BundleExporter().export(bundle, file, options, examples).get(0);
    assertTrue(report.worst() <= 1e-5, report::table);
    assertTrue(Files.size(OnnxFile.external(file)) > 10_000);
    assertTrue(Files.size(file) < 60_000, () -> "only nodes and small constants");
    Path moved = Files.createDirectory(folder.resolve("moved")).resolve("model.onnx");
    Files.copy(file, moved);
    InvalidInputException refusal =
        assertThrows(InvalidInputException.class, () -> OnnxScorer.open(moved));
    assertTrue(refusal.getMessage().contains("model.onnx.data: is missing"), refusal.getMessage());
  }

  @Test
  void halfPrecisionIsHalfTheSizeAndClose() throws IOException {
    Path full = folder.resolve("full.onnx");
    Path half = folder.resolve("half.onnx");
    new BundleExporter().export(bundle, full, ExportOptions.DEFAULT, examples);
    List<ParityReport> reports =
        new BundleExporter()
            .export(
                bundle,
                half,
                ExportOptions.of(ExtraOutputs.NONE, Precision.FP16_STORAGE),
                examples);
    assertEquals(
        List.of("fp32", "fp16 storage"), reports.stream().map(ParityReport::precision).toList());
    assertTrue(reports.get(1).worst() < 5e-3, reports.get(1)::table);
    assertTrue(reports.get(1).worst() > 0);
    assertTrue(Files.size(half) < 0.8 * Files.size(full));
  }

  @Test
  void servedEventsPredictWhatTheBundleDoes() {
    Path file = folder.resolve("serve/model.onnx");
    new BundleExporter().export(bundle, file, ExportOptions.DEFAULT, examples);
    try (ServedModel served = ServedModel.open(file, RuntimeOptions.DEFAULT)) {
      List<Example> users = served.context().users(SmallBundle.events());
      List<TaskPredictions> actual = served.context().predict(served.scorer(), users);
      List<TaskPredictions> expected =
          bundle
              .inputs()
              .scorer(7)
              .score(
                  bundle.model(), users.stream().map(bundle.inputs().encoder()::encode).toList());
      for (int k = 0; k < expected.size(); k++) {
        assertEquals(expected.get(k).rows(), actual.get(k).rows());
        for (int row = 0; row < expected.get(k).rows(); row++) {
          for (int c = 0; c < expected.get(k).width(); c++) {
            assertEquals(expected.get(k).at(row, c), actual.get(k).at(row, c), 1e-4);
          }
        }
      }
      // Labels lie around 100.
      assertEquals(100, actual.get(1).at(0, 0), 60);
    }
  }

  @Test
  void whatIsMissingBesideTheFileIsNamed() throws IOException {
    Path file = folder.resolve("part/model.onnx");
    new BundleExporter().export(bundle, file, ExportOptions.DEFAULT, examples);
    Files.delete(file.resolveSibling("tokenizer.json"));
    InvalidInputException refusal =
        assertThrows(
            InvalidInputException.class, () -> ServedModel.open(file, RuntimeOptions.DEFAULT));
    assertTrue(refusal.getMessage().contains("tokenizer.json"), refusal.getMessage());
  }

  @Test
  void aFileOfAnotherBundleIsRefused() {
    Path file = folder.resolve("model.onnx");
    new BundleExporter().export(bundle, file, ExportOptions.DEFAULT, examples);
    try (ModelBundle other = SmallBundle.bundle(4);
        OnnxScorer scorer = OnnxScorer.open(file)) {
      scorer.requireModel(bundle.model(), "this bundle");
      InvalidInputException refusal =
          assertThrows(
              InvalidInputException.class, () -> scorer.requireModel(other.model(), "the other"));
      assertTrue(
          refusal.getMessage().contains("was exported from another model"), refusal.getMessage());
    }
  }

  @Test
  void aLogThatCannotBeReadIsReplacedByRandomSequencesAndThatIsSaid() {
    ParityExamples random =
        ParityExamples.ofLog(bundle, bundle.recipe(), folder.resolve("quarantine"));
    assertTrue(random.description().startsWith("random sequences"), random.description());
    assertTrue(random.batches().stream().map(SequenceInput::length).distinct().count() >= 2);
    ParityReport report =
        new BundleExporter()
            .export(bundle, folder.resolve("model.onnx"), ExportOptions.DEFAULT, random)
            .get(0);
    assertTrue(report.worst() <= 1e-5, report::table);
  }

  @Test
  void manyThreadsWithBatchesOfAllLengthsGetTheirOwnScores() {
    Path file = folder.resolve("model.onnx");
    new BundleExporter().export(bundle, file, ExportOptions.DEFAULT, examples);
    try (OnnxScorer scorer = OnnxScorer.open(file)) {
      List<List<TaskScores>> expected = examples.batches().stream().map(scorer::score).toList();
      List<Integer> wrong =
          Stream.iterate(0, i -> i + 1)
              .limit(200)
              .parallel()
              .filter(
                  i -> {
                    int at = i % expected.size();
                    float[] scores = scorer.score(examples.batches().get(at)).get(0).values();
                    float[] known = expected.get(at).get(0).values();
                    return !java.util.Arrays.equals(scores, known);
                  })
              .toList();
      assertEquals(List.of(), wrong);
    }
  }

  @Test
  void theGuidesJavaProgramRuns() throws Exception {
    Path file = folder.resolve("guide/model.onnx");
    new BundleExporter()
        .export(
            bundle,
            file,
            ExportOptions.of(new ExtraOutputs(true, true, true), Precision.FP32),
            examples);
    String guide = Files.readString(file.resolveSibling("README.md"));
    assertFalse(guide.contains("@FILE@") || guide.matches("(?s).*@[A-Z_]+@.*"), guide);
    assertTrue(guide.contains("| `number.value` | float [B, 1] | in the label's unit |"), guide);
    Matcher java = Pattern.compile("(?s)```java\n(.*?)```").matcher(guide);
    assertTrue(java.find());
    Path source = folder.resolve("Serve.java");
    Files.writeString(source, java.group(1));
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, "-proc:none", "-d", folder.toString(), source.toString());
    assertEquals(0, code, errors.toString(StandardCharsets.UTF_8));
    String printed = run(file);
    assertTrue(printed.contains(" yes Probability[probability=0."), printed);
    assertTrue(printed.contains(" kind Classes[probabilities={"), printed);
  }

  private String run(Path file) throws ReflectiveOperationException, IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader
          .loadClass("Serve")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {file.toString()});
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
