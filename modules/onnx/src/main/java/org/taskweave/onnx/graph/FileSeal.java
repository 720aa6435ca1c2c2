package org.taskweave.onnx.graph;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;

/**
 * The seal of an exported file: among its metadata stand the SHA-256 of itself, with that digest
 * taken as zeros, and of each file beside it that belongs to it. So one file tells whether an
 * export is whole, and a mixture of two is none.
 */
public final class FileSeal {

  private static final String OWN = "sha256";
  private static final String SIBLING = "sha256.";
  private static final int DIGITS = 64;
  private static final String OPEN = "0".repeat(DIGITS);

  private final Path file;
  private final Map<String, MetadataEntries.Value> digests;

  private FileSeal(Path file) throws IOException {
    this.file = file;
    this.digests = new LinkedHashMap<>();
    for (MetadataEntries.Value value : MetadataEntries.of(file)) {
      if (!value.key().equals(OWN) && !value.key().startsWith(SIBLING)) {
        continue;
      }
      if (value.length() != DIGITS || digests.put(value.key(), value) != null) {
        throw new InvalidInputException(file + ": its seal is damaged: export it again");
      }
    }
  }

  /** Metadata that {@link #close} fills in. */
  static Map<String, String> open(List<String> siblings) {
    Map<String, String> open = new LinkedHashMap<>();
    siblings.forEach(name -> open.put(SIBLING + name, OPEN));
    open.put(OWN, OPEN);
    return open;
  }

  /**
   * Seals a file that was written with {@link #open}'s metadata, or seals it again: a seal finds
   * damage, not forgery. Its siblings must be there.
   */
  public static void close(Path file) throws IOException {
    FileSeal seal = new FileSeal(file);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      for (MetadataEntries.Value value : seal.digests.values()) {
        if (!value.key().equals(OWN)) {
          put(out, value, sha256(seal.sibling(value)));
        }
      }
      put(out, seal.digests.get(OWN), seal.own());
    }
  }

  private static void put(RandomAccessFile out, MetadataEntries.Value value, String digest)
      throws IOException {
    out.seek(value.at());
    out.write(digest.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Refuses a file that was changed since it was written, or whose second file was.
   *
   * @throws InvalidInputException naming what is damaged
   */
  public static void requireIntact(Path file) {
    check(file, false);
  }

  /** As {@link #requireIntact}, with all files beside it that belong to it. */
  public static void requireIntactFolder(Path file) {
    check(file, true);
  }

  private static void check(Path file, boolean all) {
    try {
      FileSeal seal = new FileSeal(file);
      MetadataEntries.Value own = seal.digests.get(OWN);
      if (own == null) {
        throw new InvalidInputException(
            file
                + ": has no seal (\"sha256\" in its metadata), so that nobody can tell whether it is"
                + " whole: export it with \"taskweave export\"");
      }
      if (!own.text().equals(seal.own())) {
        throw new InvalidInputException(
            file
                + ": was changed since it was exported (SHA-256 differs): copy or export it again");
      }
      for (MetadataEntries.Value value : seal.digests.values()) {
        if (!value.key().equals(OWN) && (all || seal.isSecondFile(value))) {
          seal.checkSibling(value);
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
  }

  private boolean isSecondFile(MetadataEntries.Value value) {
    return sibling(value).getFileName().equals(OnnxFile.external(file).getFileName());
  }

  private Path sibling(MetadataEntries.Value value) {
    String name = value.key().substring(SIBLING.length());
    if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.contains("\0")) {
      throw new InvalidInputException(file + ": its seal names \"" + name + "\", which is no file");
    }
    return file.toAbsolutePath().resolveSibling(name);
  }

  private void checkSibling(MetadataEntries.Value value) throws IOException {
    Path sibling = sibling(value);
    if (!Files.isRegularFile(sibling)) {
      throw new InvalidInputException(
          sibling + ": is missing. It belongs to " + file + ": copy the whole export folder.");
    }
    if (!sha256(sibling).equals(value.text())) {
      throw new InvalidInputException(
          sibling
              + ": is not the one that was exported with "
              + file
              + " (SHA-256 differs): it was changed, or is of another export. Keep the files of one"
              + " export together.");
    }
  }

  /** The digest of the file with zeros where it stands itself. */
  private String own() throws IOException {
    MetadataEntries.Value own = digests.get(OWN);
    MessageDigest digest = digest();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      update(digest, in, own.at());
      digest.update(OPEN.getBytes(StandardCharsets.US_ASCII));
      in.skipNBytes(DIGITS);
      update(digest, in, Long.MAX_VALUE);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = Files.newInputStream(file)) {
      update(digest, in, Long.MAX_VALUE);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, InputStream in, long most) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = most;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        return;
      }
      digest.update(buffer, 0, read);
      left -= read;
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
