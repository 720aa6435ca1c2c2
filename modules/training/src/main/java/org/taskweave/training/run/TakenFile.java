package org.taskweave.training.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of events that an update has used, or is about to.
 *
 * @param file its absolute path
 * @param sha256 of its bytes, hexadecimal
 */
public record TakenFile(String file, String sha256) {

  /**
   * A file as it is now.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static TakenFile of(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return new TakenFile(
          file.toAbsolutePath().normalize().toString(), HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
