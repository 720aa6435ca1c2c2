package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exporting a bundle and predicting with the file. */
class ExportCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static Path bundle;
  private static Path file;

  @BeforeAll
  static void trainAndExport() throws IOException {
    Path recipe = SmallLog.write(folder);
    Path run = folder.resolve("run");
    done("train", recipe, "--out", run, "--set", "training.epochs=1");
    bundle = run.resolve("bundle");
    file = folder.resolve("serve/model.onnx");
    CommandRun export =
        done(
            "export",
            bundle,
            "--out",
            file,
            "--values",
            "--evaluate",
            "--quarantine",
            quarantine());
    assertTrue(export.out().contains("greatest difference"), export.out());
    assertTrue(export.out().contains("users of "), export.out());
    assertTrue(export.out().contains("median of 15 batches"), export.out());
  }

  private static Path quarantine() {
    return folder.resolve("quarantine");
  }

  private static CommandRun done(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(0, run.exitCode(), run.err());
    return run;
  }

  private static Path pem(String name, String kind, byte[] key) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
            .formatted(kind, Base64.getEncoder().encodeToString(key)));
  }

  @Test
  void whatIsSignedIsToldFromWhatIsNot() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Path secret = pem("secret.pem", "PRIVATE KEY", keys.getPrivate().getEncoded());
    Path key = pem("public.pem", "PUBLIC KEY", keys.getPublic().getEncoded());
    Path signed = folder.resolve("signed/model.onnx");
    Path out = folder.resolve("signed.jsonl");
    Object[] predict = {
      "predict",
      bundle,
      "--out",
      out,
      "--engine",
      "onnx",
      "--model",
      signed,
      "--verify",
      key,
      "--quarantine",
      quarantine()
    };
    done("export", bundle, "--out", signed, "--sign", secret, "--quarantine", quarantine());
    CommandRun unsigned = CommandRun.of(predict);
    assertEquals(2, unsigned.exitCode());
    assertTrue(unsigned.err().contains("manifest.json.sig (the signature)"), unsigned.err());
    done("sign", bundle, "--key", secret);
    done(predict);
    done("inspect", bundle, "--verify", key);
    Files.delete(signed.resolveSibling("model.onnx.sig"));
    assertEquals(2, CommandRun.of(predict).exitCode());
    Path other =
        pem(
            "other.pem",
            "PUBLIC KEY",
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded());
    CommandRun foreign = CommandRun.of("inspect", bundle, "--verify", other);
    assertEquals(2, foreign.exitCode());
    assertTrue(foreign.err().contains("is not signed by the owner"), foreign.err());
  }

  @Test
  void bothEnginesPredictTheSame() throws IOException {
    Path expected = folder.resolve("native.jsonl");
    Path actual = folder.resolve("onnx.jsonl");
    done("predict", bundle, "--out", expected, "--quarantine", quarantine());
    done(
        "predict",
        bundle,
        "--out",
        actual,
        "--engine",
        "onnx",
        "--model",
        file,
        "--threads",
        "1",
        "--quarantine",
        quarantine());
    List<JsonNode> expectedRows = rows(expected);
    List<JsonNode> actualRows = rows(actual);
    assertEquals(60, actualRows.size());
    for (int i = 0; i < 60; i++) {
      assertEquals(expectedRows.get(i).get("user"), actualRows.get(i).get("user"));
      for (String column : List.of("again", "price", "band_below_2")) {
        assertEquals(
            expectedRows.get(i).get(column).asDouble(),
            actualRows.get(i).get(column).asDouble(),
            1e-5);
      }
    }
  }

  private static List<JsonNode> rows(Path jsonLines) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(jsonLines)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  @Test
  void bothEnginesRecommendTheSame() {
    Object[] arguments = {
      "recommend", "users", bundle, "--by", "again", "--quarantine", quarantine()
    };
    List<Object> withFile = new ArrayList<>(List.of(arguments));
    withFile.addAll(List.of("--engine", "onnx", "--model", file));
    assertEquals(done(arguments).out(), done(withFile.toArray()).out());
  }

  @Test
  void theComparisonHoldsBothMetrics() throws IOException {
    JsonNode comparison = JSON.readTree(file.resolveSibling("comparison.json").toFile());
    assertEquals("fp32", comparison.get("precision").asText());
    JsonNode auc = comparison.get("metrics").get(0);
    assertEquals("again", auc.get("task").asText());
    assertEquals(auc.get("model").asDouble(), auc.get("file").asDouble(), 1e-3);
    assertTrue(comparison.get("fileMillis").asDouble() > 0);
  }

  @Test
  void smallerFiles() {
    Path half = folder.resolve("half/model.onnx");
    CommandRun run =
        done("export", bundle, "--out", half, "--storage", "fp16", "--quarantine", quarantine());
    assertTrue(run.out().contains("fp16 storage against the model"), run.out());
    assertTrue(half.toFile().length() < 0.8 * file.toFile().length());
    Path integers = folder.resolve("int8/model.onnx");
    run =
        done(
            "export",
            bundle,
            "--out",
            integers,
            "--quantize",
            "int8",
            "--quarantine",
            quarantine());
    assertTrue(run.out().contains("int8 against the model"), run.out());
  }

  private static void refused(String expected, Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains(expected), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
  }

  @Test
  void mistakes() throws IOException {
    Path out = folder.resolve("mistake/model.onnx");
    refused("ends in \".onnx\"", "export", bundle, "--out", folder.resolve("mistake"));
    refused("Missing required option: '--out", "export", bundle);
    refused("is no number of at least 0", "export", bundle, "--out", out, "--tolerance", "-1");
    refused(
        "exclude each other",
        "export",
        bundle,
        "--out",
        out,
        "--storage",
        "fp16",
        "--quantize",
        "int8");
    Path table = folder.resolve("table.csv");
    refused("needs --model", "predict", bundle, "--out", table, "--engine", "onnx");
    refused("belong to --engine onnx", "predict", bundle, "--out", table, "--model", file);
    refused(
        "no ONNX file",
        "predict",
        bundle,
        "--out",
        table,
        "--engine",
        "onnx",
        "--model",
        bundle.resolve("recipe.yaml"));
    assertFalse(Files.exists(out.getParent()));
  }

  @Test
  void aFailedProofLeavesNoFile() {
    Path out = folder.resolve("strict/model.onnx");
    CommandRun run =
        CommandRun.of(
            "export",
            bundle,
            "--out",
            out,
            "--storage",
            "fp16",
            "--tolerance",
            "0",
            "--quarantine",
            quarantine());
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("more than the tolerance"), run.err());
    assertFalse(Files.exists(out));
    assertFalse(Files.exists(out.resolveSibling("README.md")));
  }
}
