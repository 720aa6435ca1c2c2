package org.taskweave.training.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.core.input.FileSignature;

/**
 * Content of {@code manifest.json}, which seals a folder.
 *
 * @param format what kind of folder it seals
 * @param version of the format; another version is refused
 * @param sha256 hexadecimal, by file name
 */
// A later version may say more: it is refused by its number, not as damaged.
@JsonIgnoreProperties(ignoreUnknown = true)
record Manifest(String format, int version, Map<String, String> sha256) {

  static final String FILE = "manifest.json";

  private static final int MOST_BYTES = 1 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  Manifest {
    sha256 = new TreeMap<>(sha256);
  }

  /** The manifest of all files in a folder. */
  static Manifest of(Path folder, String format, int version) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        digests.put(file.getFileName().toString(), digest(file));
      }
    }
    return new Manifest(format, version, digests);
  }

  /** Seals the folder. */
  void write(Path folder) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(FILE).toFile(), this);
  }

  /**
   * A folder's manifest.
   *
   * @param place what to call the folder in errors
   * @throws InvalidInputException if it is no manifest
   */
  static Manifest read(String place, Path folder) {
    String name = place + ": " + FILE;
    String text = BoundedFile.text(folder.resolve(FILE), name, MOST_BYTES);
    Manifest manifest;
    try {
      manifest = JSON.readValue(text, Manifest.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(name + " is damaged: " + e.getOriginalMessage(), e);
    }
    if (manifest == null) {
      throw new InvalidInputException(name + " is damaged: it holds null, must hold an object");
    }
    return manifest;
  }

  /**
   * Refuses a folder whose files are not exactly those that were sealed. Hidden files, which file
   * managers and locks leave behind, do not count: nothing reads them.
   *
   * @param place what to call the folder in errors
   */
  void requireIntact(String place, Path folder) throws IOException {
    List<String> damaged = new ArrayList<>();
    for (Map.Entry<String, String> entry : sha256.entrySet()) {
      Path part = folder.resolve(plain(place, entry.getKey()));
      if (!Files.isRegularFile(part)) {
        damaged.add(entry.getKey() + " is missing");
      } else if (!digest(part).equals(entry.getValue())) {
        damaged.add(entry.getKey() + " has other content than was written (SHA-256 differs)");
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith(".") && !name.equals(FILE))
          .filter(name -> !name.equals(FILE + FileSignature.SUFFIX))
          .filter(name -> !sha256.containsKey(name))
          .sorted()
          .forEach(name -> damaged.add(name + " is none of the files that were sealed"));
    }
    if (!damaged.isEmpty()) {
      throw new InvalidInputException(
          place
              + ": the "
              + format
              + " is damaged: "
              + String.join("; ", damaged)
              + ". Copy it again from where it was written.");
    }
  }

  private static String plain(String place, String name) {
    if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.contains("\0")) {
      throw new InvalidInputException(
          place + ": " + FILE + " is damaged: \"" + name + "\" is no file's name");
    }
    return name;
  }

  /** SHA-256 of a file, hexadecimal. */
  private static String digest(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file);
        DigestInputStream in =
            new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
