package org.taskweave.zoo.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.SafetensorsFixture;
import org.taskweave.zoo.TensorBytes;
import org.taskweave.zoo.tensor.StoredTensor;
import org.taskweave.zoo.tensor.TensorSet;

class SafetensorsFileTest {

  @TempDir Path folder;

  @Test
  void everyFloatFormatIsReadAsFloat() throws IOException {
    Path file =
        SafetensorsFixture.write(
            folder.resolve("model.safetensors"),
            List.of(
                TensorBytes.f32("a", new long[] {2, 2}, 1, -2.5f, 3, 0.1f),
                TensorBytes.bits16("b", "F16", new long[] {3}, 0x3C00, 0xC000, 0x3555),
                TensorBytes.bits16("c", "BF16", new long[] {2}, 0x4049, 0xBF80),
                TensorBytes.i64("ids", new long[] {1, 2}, 0, 1),
                TensorBytes.f64("d", new long[] {}, 0.1)));
    TensorSet set = SafetensorsFile.open(file);
    Map<String, StoredTensor> tensors = set.tensors();
    assertEquals(List.of("a", "b", "c", "ids", "d"), List.copyOf(tensors.keySet()));
    assertArrayEquals(new float[] {1, -2.5f, 3, 0.1f}, tensors.get("a").read());
    assertArrayEquals(new long[] {2, 2}, tensors.get("a").shape());
    assertArrayEquals(new float[] {1, -2, (float) 0.333251953125}, tensors.get("b").read());
    assertArrayEquals(new float[] {3.140625f, -1}, tensors.get("c").read());
    assertArrayEquals(new float[] {0.1f}, tensors.get("d").read());
    assertFalse(tensors.get("ids").isFloatingPoint());
  }

  @Test
  void theDigestIsTheFiles() throws IOException {
    Path file = folder.resolve("model.safetensors");
    SafetensorsFixture.write(file, "{}", new byte[0]);
    // printf '\2\0\0\0\0\0\0\0{}' | sha256sum
    assertEquals(
        "411a485216e432ece6b9af94fa32154cf79a2a56d4f81266baa50063f45092bd",
        SafetensorsFile.open(file).sha256());
  }

  @Test
  void aTransposedMatrixHasRowsForColumns() throws IOException {
    Path file =
        SafetensorsFixture.write(
            folder.resolve("model.safetensors"),
            List.of(TensorBytes.f32("a", new long[] {2, 3}, 1, 2, 3, 4, 5, 6)));
    StoredTensor transposed = SafetensorsFile.open(file).tensors().get("a").transposed();
    assertArrayEquals(new long[] {3, 2}, transposed.shape());
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, transposed.read());
  }

  @Test
  void aFileCutOffInItsDataNamesTensorAndRule() throws IOException {
    Path file =
        SafetensorsFixture.write(
            folder.resolve("model.safetensors"),
            List.of(
                TensorBytes.f32("first", new long[] {1}, 1),
                TensorBytes.f32("last", new long[] {2}, 1, 2)));
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length - 3));
    assertRefused(
        file, "tensor last: data_offsets end at 12 but the file holds 9 bytes of data", "cut off");
  }

  @Test
  void aFileCutOffAnywhereIsRefused() throws IOException {
    Path file =
        SafetensorsFixture.write(
            folder.resolve("model.safetensors"),
            List.of(TensorBytes.f32("only", new long[] {2}, 1, 2)));
    byte[] content = Files.readAllBytes(file);
    for (int length = 0; length < content.length; length++) {
      Files.write(file, Arrays.copyOf(content, length));
      assertRefused(file, file.toString());
    }
  }

  @Test
  void aHeaderLengthThatIsTextIsRefused() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Files.writeString(file, "version https://git-lfs.github.com/spec/v1\n");
    assertRefused(file, "header length is", "must be 2 to 100000000", "Git LFS pointer");
  }

  @Test
  void aHeaderLongerThanTheFileIsRefused() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Files.write(file, new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
    assertRefused(file, "header length is 100 but only 2 bytes follow");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // 8 bytes of data
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
            + "| tensor b begins at byte 4 and overlaps tensor a, which ends at 8",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}"
            + "| bytes 4 to 8 of the data, before the end of the file, belong to no tensor",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
            + "| bytes 0 to 4 of the data, before tensor a, belong to no tensor",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}"
            + "| tensor a: data_offsets span 8 bytes but shape [3] of F32 takes 12",
        "{'a':{'dtype':'F4','shape':[2],'data_offsets':[0,8]}}"
            + "| tensor a: dtype \"F4\" is unknown, must be one of [F64, F32, F16, BF16",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}"
            + "| tensor a: shape is [-2], must be an array of whole numbers >= 0",
        "{'a':{'dtype':'F32','shape':[2.5],'data_offsets':[0,8]}}"
            + "| tensor a: shape is [2.5], must be an array of whole numbers >= 0",
        "{'a':{'dtype':'F32','data_offsets':[0,8]}} | tensor a: shape is",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}"
            + "| tensor a: data_offsets [8, 0] must be [begin,end], begin <= end",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8]}}"
            + "| tensor a: data_offsets [8] must be [begin,end]",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}}"
            + "| is larger than any file",
        "{'a':7} | tensor a: dtype  is unknown",
        "[] | must hold one JSON object",
        "{'a' | is not valid JSON",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | Duplicate field 'a'",
      })
  void aHeaderThatBreaksARuleIsRefusedByIt(String header, String message) throws IOException {
    Path file =
        SafetensorsFixture.write(
            folder.resolve("model.safetensors"), header.replace('\'', '"'), new byte[8]);
    assertRefused(file, file.toString(), message.strip());
  }

  @Test
  void textBehindTheHeaderObjectIsRefused() throws IOException {
    Path file = folder.resolve("model.safetensors");
    byte[] header = "{} {}".getBytes(StandardCharsets.UTF_8);
    SafetensorsFixture.write(file, new String(header, StandardCharsets.UTF_8), new byte[0]);
    assertRefused(file, "header: is not valid JSON");
  }

  private static void assertRefused(Path file, String... parts) {
    String message =
        assertThrows(InvalidInputException.class, () -> SafetensorsFile.open(file)).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
    }
  }
}
