package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.core.InvalidInputException;

/** Model zips that a stranger made. */
class HostileModelTest {

  /** What an attacker wants to happen: code runs when an object is read. */
  static final class Gadget implements Serializable {
    private static final long serialVersionUID = 1;
    static boolean ran;

    private void readObject(ObjectInputStream in) {
      ran = true;
    }
  }

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void saved() {
    file = folder.resolve("model.zip");
    try (MultiTaskModel model = TinyBert.model(DataType.FLOAT)) {
      model.save(file, false);
    }
  }

  private void rewrite(Map<String, byte[]> changed) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    entries.putAll(changed);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
  }

  private String configuration() throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new String(
          zip.getInputStream(zip.getEntry("configuration.json")).readAllBytes(),
          StandardCharsets.UTF_8);
    }
  }

  private void refused(String reason) {
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> MultiTaskModel.restore(file, TinyBert.tasks(), true))
            .getMessage();
    assertTrue(message.startsWith(file.toString()), message);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void noObjectIsReadFromAModel() throws IOException {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(object)) {
      out.writeObject(new Gadget());
    }
    rewrite(Map.of("preprocessor.bin", object.toByteArray()));
    refused("\"preprocessor.bin\", which this program never writes");
    assertFalse(Gadget.ran);
  }

  @Test
  void noOtherClassIsMadeOfAConfiguration() throws IOException {
    String json = configuration();
    String evil =
        json.replaceFirst(
            "org\\.deeplearning4j\\.nn\\.conf\\.layers\\.[A-Za-z]+", "com.evil.DenseLayer");
    assertFalse(json.equals(evil));
    rewrite(Map.of("configuration.json", evil.getBytes(StandardCharsets.UTF_8)));
    refused("names the class \"com.evil.DenseLayer\"");
  }

  @Test
  void aConfigurationOfAnotherSizeIsRefused() throws IOException {
    String larger = configuration().replaceFirst("\"nout\" : \\d+", "\"nout\" : 2000000000");
    assertFalse(larger.equals(configuration()));
    rewrite(Map.of("configuration.json", larger.getBytes(StandardCharsets.UTF_8)));
    refused("its configuration makes no network");
  }

  @Test
  void aBombIsRefused() throws IOException {
    rewrite(Map.of("coefficients.bin", new byte[64 << 20]));
    refused("more than a hundredfold");
  }

  @Test
  void aHugeConfigurationIsRefused() throws IOException {
    byte[] text = new byte[80 << 20];
    new java.util.Random(1).nextBytes(text);
    rewrite(Map.of("configuration.json", text));
    refused("no such file has more than");
  }

  @Test
  void theSameModelIsTheSameBytes() throws IOException {
    Path again = folder.resolve("again.zip");
    try (MultiTaskModel model = MultiTaskModel.restore(file, TinyBert.tasks(), true)) {
      model.save(again, false);
    }
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
  }
}
