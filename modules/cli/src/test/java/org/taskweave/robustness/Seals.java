package org.taskweave.robustness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Changes by someone who knows how files are sealed: all digests are right again afterwards. */
final class Seals {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Seals() {}

  /** Changes a file of a bundle. */
  static void bundle(Path file, Random random) throws IOException {
    Subject.bytes(file, random);
    sealBundle(file.getParent());
  }

  /** Changes what is packed in model.zip, or now and then the zip itself. */
  static void model(Path zip, Random random) throws IOException {
    if (random.nextInt(5) == 0) {
      bundle(zip, random);
      return;
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile in = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : in.stream().toList()) {
        entries.put(entry.getName(), in.getInputStream(entry).readAllBytes());
      }
    }
    List<String> names = new ArrayList<>(entries.keySet());
    String name = names.get(random.nextInt(names.size()));
    byte[] content = entries.get(name);
    // Most of an array is numbers: its head tells how they are read.
    int head = name.endsWith(".bin") && random.nextBoolean() ? 160 : content.length;
    byte[] changed =
        new Mutator(random).mutate(java.util.Arrays.copyOf(content, head), name.endsWith(".json"));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(changed);
    whole.write(content, head, content.length - head);
    entries.put(name, whole.toByteArray());
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    sealBundle(zip.getParent());
  }

  private static void sealBundle(Path folder) throws IOException {
    Path manifest = folder.resolve("manifest.json");
    ObjectNode json = (ObjectNode) JSON.readTree(manifest.toFile());
    ObjectNode digests = (ObjectNode) json.get("sha256");
    for (String name : List.copyOf(names(digests))) {
      digests.put(name, sha256(Files.readAllBytes(folder.resolve(name))));
    }
    JSON.writeValue(manifest.toFile(), json);
  }

  private static List<String> names(ObjectNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Changes an exported model or a file beside it. */
  static void export(Path file, Random random) throws IOException {
    Subject.bytes(file, random);
    Path model = file.resolveSibling("model.onnx");
    String text = new String(Files.readAllBytes(model), StandardCharsets.ISO_8859_1);
    for (String name :
        List.of("recipe.yaml", "preprocessing.json", "tokenizer.json", "catalog.jsonl")) {
      text = put(text, "sha256." + name, sha256(Files.readAllBytes(model.resolveSibling(name))));
    }
    text = put(text, "sha256", "0".repeat(64));
    Files.write(
        model,
        put(text, "sha256", sha256(text.getBytes(StandardCharsets.ISO_8859_1)))
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Puts a digest behind its key, if the change has left that. */
  private static String put(String text, String key, String digest) {
    String head = "\n" + (char) key.length() + key + "\022@";
    int at = text.indexOf(head);
    int value = at + head.length();
    return at < 0 || value + 64 > text.length()
        ? text
        : text.substring(0, value) + digest + text.substring(value + 64);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
