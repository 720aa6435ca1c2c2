package org.taskweave.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.taskweave.hyperparam.recipe.StudyFolder;
import org.taskweave.hyperparam.recipe.StudySummary;

/** What commands came to, without times and durations, as lines that can be compared. */
final class Results {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> CLOCKS =
      List.of("time", "seconds", "startedAt", "endedAt", "secondsPerStep", "commandLine");

  private Results() {}

  static List<String> ofRun(Path run) throws IOException {
    List<String> lines = new ArrayList<>(ofBundle(run.resolve("bundle")));
    for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
      if (!line.contains("\"event\":\"resume\"")) {
        lines.add(withoutClocks(JSON.readTree(line)).toString());
      }
    }
    lines.add(Files.readString(run.resolve("evaluation.json")));
    lines.add(Files.readString(run.resolve("evaluation.txt")));
    lines.add(Files.readString(run.resolve("recipe.yaml")));
    return lines;
  }

  private static List<String> ofBundle(Path bundle) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("weights " + entry(bundle.resolve("model.zip"), "coefficients.bin"));
    for (String name :
        List.of("recipe.yaml", "preprocessing.json", "tokenizer.json", "catalog.jsonl")) {
      lines.add(name + " " + sha256(Files.readAllBytes(bundle.resolve(name))));
    }
    lines.add(withoutClocks(JSON.readTree(bundle.resolve("run.json").toFile())).toString());
    return lines;
  }

  static List<String> ofStudy(Path study) throws IOException {
    StudyFolder folder = new StudyFolder(study);
    List<String> lines = new ArrayList<>();
    for (String line : StudySummary.csv(folder).lines().toList()) {
      lines.add(line.replaceAll(",[^,]*,[^,]*$", ""));
    }
    lines.addAll(ofBundle(StudySummary.bestBundle(folder).orElseThrow()));
    lines.add(Files.readString(folder.bestRecipe()));
    return lines;
  }

  static List<String> ofComparison(Path comparison) throws IOException {
    JsonNode json = JSON.readTree(comparison.resolve("comparison.json").toFile());
    return List.of(json.get("lines").toString());
  }

  /** Versions with what was measured, the current one, and the files that were used. */
  static List<String> ofVersions(Path versions) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path path : list(versions)) {
      String name = path.getFileName().toString();
      if (Files.isDirectory(path)) {
        lines.add(name);
        lines.addAll(ofBundle(path));
      } else if (name.endsWith(".json")) {
        lines.add(name + " " + withoutClocks(JSON.readTree(path.toFile())));
      }
    }
    return lines;
  }

  static List<String> ofExport(Path export) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : list(export)) {
      lines.add(file.getFileName() + " " + sha256(Files.readAllBytes(file)));
    }
    return lines;
  }

  /** Names that begin with a dot are what is not finished, but for the lock. */
  static void requireNothingLeft(Path folder) throws IOException {
    assertEquals(
        List.of(),
        list(folder).stream()
            .map(file -> file.getFileName().toString())
            .filter(name -> name.startsWith(".") && !name.equals(".lock"))
            .toList());
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static JsonNode withoutClocks(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(CLOCKS);
    }
    node.forEach(Results::withoutClocks);
    return node;
  }

  /** The time of an entry is part of a zip file's bytes. */
  private static String entry(Path zip, String name) throws IOException {
    try (ZipInputStream entries =
        new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(zip)))) {
      for (ZipEntry next = entries.getNextEntry(); next != null; next = entries.getNextEntry()) {
        if (next.getName().equals(name)) {
          return sha256(entries.readAllBytes());
        }
      }
    }
    throw new IOException(zip + " has no " + name);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
