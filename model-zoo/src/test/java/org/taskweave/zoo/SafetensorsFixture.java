package org.taskweave.zoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes safetensors files, right and wrong ones, and reads them without the project's reader. */
public final class SafetensorsFixture {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SafetensorsFixture() {}

  public static Path write(Path file, List<TensorBytes> tensors) throws IOException {
    ObjectNode header = MAPPER.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (TensorBytes tensor : tensors) {
      ObjectNode entry = header.putObject(tensor.name());
      entry.put("dtype", tensor.dtype());
      ArrayNode shape = entry.putArray("shape");
      Arrays.stream(tensor.shape()).forEach(shape::add);
      entry.putArray("data_offsets").add(data.size()).add(data.size() + tensor.data().length);
      data.write(tensor.data());
    }
    return write(file, header.toString(), data.toByteArray());
  }

  public static Path write(Path file, String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).put(data);
    return Files.write(file, bytes.array());
  }

  public static List<TensorBytes> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = (int) bytes.getLong();
    byte[] json = new byte[headerBytes];
    bytes.get(json);
    List<TensorBytes> tensors = new ArrayList<>();
    for (var field : MAPPER.readTree(json).properties()) {
      JsonNode entry = field.getValue();
      if (entry.has("dtype")) {
        int begin = 8 + headerBytes + entry.get("data_offsets").get(0).intValue();
        int end = 8 + headerBytes + entry.get("data_offsets").get(1).intValue();
        long[] shape = MAPPER.convertValue(entry.get("shape"), long[].class);
        tensors.add(
            new TensorBytes(
                field.getKey(),
                entry.get("dtype").textValue(),
                shape,
                Arrays.copyOfRange(bytes.array(), begin, end)));
      }
    }
    return tensors;
  }
}
