package org.taskweave.core.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;

/**
 * Tells who sealed a file: an Ed25519 signature of its SHA-256 in a file beside it, named like it
 * with ".sig" added. Keys are PEM files as {@code openssl genpkey -algorithm ed25519} and {@code
 * openssl pkey -pubout} write them.
 */
public final class FileSignature {

  /** Added to a file's name. */
  public static final String SUFFIX = ".sig";

  private static final String ALGORITHM = "Ed25519";
  private static final String PURPOSE = "taskweave signature 1\n";
  private static final int MOST_BYTES = 16 << 10;

  private FileSignature() {}

  /**
   * Signs a file.
   *
   * @param privateKey a PEM file
   * @throws InvalidInputException if the key is none
   */
  public static void sign(Path file, Path privateKey) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign((PrivateKey) key(privateKey, "PRIVATE KEY"));
      signature.update(content(file));
      AtomicFiles.write(sibling(file), Base64.getEncoder().encodeToString(signature.sign()) + "\n");
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException(privateKey + ": cannot sign: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses a file that the owner of a key did not sign.
   *
   * @param publicKey a PEM file
   */
  public static void verify(Path file, Path publicKey) {
    String text =
        BoundedFile.text(sibling(file), sibling(file) + " (the signature)", MOST_BYTES).strip();
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify((PublicKey) key(publicKey, "PUBLIC KEY"));
      signature.update(content(file));
      if (!signature.verify(Base64.getDecoder().decode(text))) {
        throw refusal(file, publicKey, null);
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw refusal(file, publicKey, e);
    }
  }

  private static InvalidInputException refusal(Path file, Path publicKey, Exception cause) {
    return new InvalidInputException(
        file + ": is not signed by the owner of the key " + publicKey + ": do not use it", cause);
  }

  private static Path sibling(Path file) {
    Path absolute = file.toAbsolutePath();
    return absolute.resolveSibling(absolute.getFileName() + SUFFIX);
  }

  private static byte[] content(Path file) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
    return (PURPOSE + HexFormat.of().formatHex(digest.digest()))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static Key key(Path file, String kind) {
    String pem = BoundedFile.text(file, file.toString(), MOST_BYTES).strip();
    String begin = "-----BEGIN " + kind + "-----";
    String end = "-----END " + kind + "-----";
    if (!pem.startsWith(begin) || !pem.endsWith(end)) {
      throw noKey(file, kind, null);
    }
    try {
      String base64 = pem.substring(begin.length(), pem.length() - end.length());
      byte[] encoded = Base64.getMimeDecoder().decode(base64);
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      return kind.startsWith("PRIVATE")
          ? keys.generatePrivate(new PKCS8EncodedKeySpec(encoded))
          : keys.generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException
        | IllegalArgumentException
        | StringIndexOutOfBoundsException e) {
      throw noKey(file, kind, e);
    }
  }

  private static InvalidInputException noKey(Path file, String kind, Exception cause) {
    return new InvalidInputException(
        file
            + ": is no Ed25519 "
            + kind.toLowerCase(java.util.Locale.ROOT)
            + " in PEM (\"-----BEGIN "
            + kind
            + "-----\"); make one with \"openssl genpkey -algorithm ed25519\", its public half with"
            + " \"openssl pkey -pubout\"",
        cause);
  }
}
