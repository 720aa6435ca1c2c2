package org.taskweave.core.input;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;

/** Keys that OpenSSL 3 made, and files that somebody else signed. */
class FileSignatureTest {

  private static final String PRIVATE =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEINdUCGPj3OntQ8lteeBVK3U+4xXixVdPoiO9tI+kOEQO
      -----END PRIVATE KEY-----
      """;
  private static final String PUBLIC =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEA9kCPylT4jUK7boEFYUnc6x0NMidqeM7njtp1gSZ1OAI=
      -----END PUBLIC KEY-----
      """;
  private static final String OTHER =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEAWo91tCiO8JmRPOIhqTsGK3HBkB9yV6m2DWrKQFKwERQ=
      -----END PUBLIC KEY-----
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("model.onnx"), "a model");
    Files.writeString(folder.resolve("private.pem"), PRIVATE);
    Files.writeString(folder.resolve("public.pem"), PUBLIC);
    Files.writeString(folder.resolve("other.pem"), OTHER);
    FileSignature.sign(file, folder.resolve("private.pem"));
  }

  private String refusal(String key) {
    return assertThrows(
            InvalidInputException.class, () -> FileSignature.verify(file, folder.resolve(key)))
        .getMessage();
  }

  @Test
  void theOwnersFileIsAccepted() {
    FileSignature.verify(file, folder.resolve("public.pem"));
  }

  @Test
  void anotherContentKeyOrSignatureIsRefused() throws IOException {
    assertTrue(refusal("other.pem").contains("is not signed by the owner"));
    Files.writeString(file, "another model");
    assertTrue(refusal("public.pem").contains("is not signed by the owner"));
    Files.writeString(file, "a model");
    FileSignature.verify(file, folder.resolve("public.pem"));
    Path signature = folder.resolve("model.onnx.sig");
    Files.writeString(signature, "no signature!");
    assertTrue(refusal("public.pem").contains("is not signed by the owner"));
    Files.delete(signature);
    assertTrue(refusal("public.pem").contains("model.onnx.sig (the signature): there is no such"));
  }

  @Test
  void whatIsNoKeyIsRefused() {
    assertTrue(refusal("private.pem").contains("is no Ed25519 public key in PEM"));
    assertTrue(refusal("model.onnx").contains("is no Ed25519 public key in PEM"));
    assertThrows(
        InvalidInputException.class, () -> FileSignature.sign(file, folder.resolve("public.pem")));
  }
}
