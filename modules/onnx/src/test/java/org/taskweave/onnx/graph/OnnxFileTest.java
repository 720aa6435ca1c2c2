package org.taskweave.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.ModelProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** x [B,400] plus a small and a large constant. */
class OnnxFileTest {

  private static final int LARGE = 400;

  @TempDir Path folder;

  private static OnnxGraph graph() {
    OnnxGraph graph = new OnnxGraph();
    graph.input("x", ElementType.FLOAT, "B", LARGE);
    float[] values = new float[LARGE];
    for (int i = 0; i < LARGE; i++) {
      values[i] = i;
    }
    String sum = graph.add("Add", List.of("x", graph.constant(Tensor.of("large", values, LARGE))));
    String all =
        graph.add("Add", List.of(sum, graph.constant(Tensor.of("small", new float[] {.5f}, 1))));
    graph.output("y", all, ElementType.FLOAT, "B", LARGE);
    return graph;
  }

  private ModelProto written(long mostInlineBytes, int files) throws IOException {
    Path file = folder.resolve("model.onnx");
    assertEquals(
        files, new OnnxFile("1.2", mostInlineBytes).write(graph(), Map.of("k", "v"), file).size());
    return ModelProto.parseFrom(Files.readAllBytes(file));
  }

  @Test
  void aSmallGraphIsOneFile() throws IOException {
    ModelProto model = written(1_000_000, 1);
    assertEquals("1.2", model.getProducerVersion());
    assertEquals("k", model.getMetadataProps(0).getKey());
    assertEquals(17, model.getOpsetImport(0).getVersion());
    assertEquals(
        "B",
        model.getGraph().getInput(0).getType().getTensorType().getShape().getDim(0).getDimParam());
    assertEquals(LARGE * 4, model.getGraph().getInitializer(0).getRawData().size());
    assertFalse(Files.exists(OnnxFile.external(folder.resolve("model.onnx"))));
  }

  @Test
  void largeConstantsOfALargeGraphStandBesideIt() throws IOException {
    ModelProto model = written(100, 2);
    TensorProto large = model.getGraph().getInitializer(0);
    TensorProto small = model.getGraph().getInitializer(1);
    assertEquals(TensorProto.DataLocation.EXTERNAL, large.getDataLocation());
    assertTrue(large.getRawData().isEmpty());
    assertEquals(4, small.getRawData().size());
    Map<String, String> place = new HashMap<>();
    for (StringStringEntryProto entry : large.getExternalDataList()) {
      place.put(entry.getKey(), entry.getValue());
    }
    assertEquals(
        Map.of("location", "model.onnx.data", "offset", "0", "length", Integer.toString(LARGE * 4)),
        place);
    float[] values = new float[LARGE];
    ByteBuffer.wrap(Files.readAllBytes(folder.resolve("model.onnx.data")))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    assertArrayEquals(new float[] {0, 1, 2}, java.util.Arrays.copyOf(values, 3));
    assertEquals(LARGE - 1, values[LARGE - 1]);
  }
}
