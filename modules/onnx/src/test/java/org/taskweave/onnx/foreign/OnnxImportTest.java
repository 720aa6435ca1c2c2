package org.taskweave.onnx.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.taskweave.onnx.graph.Attributes.integer;
import static org.taskweave.onnx.graph.Attributes.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.recipe.AttachedRecipe;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.nn.attach.AttachedEncoder;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.tower.GraphTower;
import org.taskweave.onnx.SmallModels;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.OnnxFile;
import org.taskweave.onnx.graph.OnnxGraph;
import org.taskweave.onnx.graph.Tensor;

/** Making DL4J's importer takes 10 seconds and more, once. */
@Tag("slow")
class OnnxImportTest {

  @TempDir Path folder;

  private Path written(OnnxGraph graph) {
    Path file = folder.resolve("foreign.onnx");
    new OnnxFile("test", OnnxFile.MOST_INLINE_BYTES).write(graph, Map.of(), file);
    return file;
  }

  private Path converted(Path file) {
    Path target = folder.resolve("foreign.fb");
    OnnxImport.convert(file, target);
    return target;
  }

  private static Tensor tensor(String name, INDArray value) {
    return Tensor.of(name, value);
  }

  /** rows [n,16] -> relu(rows W' + b) V + c, as PyTorch writes it. */
  private static OnnxGraph tower(INDArray w, INDArray b, INDArray v, INDArray c) {
    OnnxGraph graph = new OnnxGraph();
    graph.input("rows", ElementType.FLOAT, "n", 16);
    String hidden =
        graph.add(
            "Gemm",
            List.of("rows", graph.constant(tensor("w", w)), graph.constant(tensor("b", b))),
            integer("transB", 1));
    String active = graph.add("Relu", List.of(hidden));
    String top =
        graph.add(
            "Gemm",
            List.of(active, graph.constant(tensor("v", v)), graph.constant(tensor("c", c))));
    graph.output("top", top, ElementType.FLOAT, "n", 3);
    return graph;
  }

  @Test
  void aTowerIsImportedAndItsWeightsCanLearn() {
    INDArray w = Nd4j.randn(DataType.FLOAT, 8, 16);
    INDArray b = Nd4j.randn(DataType.FLOAT, new long[] {8});
    INDArray v = Nd4j.randn(DataType.FLOAT, 8, 3);
    INDArray c = Nd4j.randn(DataType.FLOAT, new long[] {3});
    Path saved = converted(written(tower(w, b, v, c)));
    GraphTower tower = GraphTower.read(saved);
    assertEquals(16, tower.inputs());
    assertEquals(3, tower.outputs());
    assertEquals(Set.of("w/transposed", "b", "v", "c"), tower.graph().learned());
    // At rows of zeros the result is relu(b) V + c: an import that drops Gemm's bias gives 0.
    INDArray top =
        SameDiff.load(saved.toFile(), false)
            .output(Map.of("rows", Nd4j.zeros(DataType.FLOAT, 2, 16)), "top")
            .get("top");
    for (int j = 0; j < 3; j++) {
      double expected = c.getDouble(j);
      for (int i = 0; i < 8; i++) {
        expected += Math.max(0, b.getDouble(i)) * v.getDouble(i, j);
      }
      assertEquals(expected, top.getDouble(1, j), 1e-5);
    }
    assertEquals(gradients(ownTower(w, b, v, c)), gradients(saved));
  }

  /** The same by SameDiff's own operations. */
  private Path ownTower(INDArray w, INDArray b, INDArray v, INDArray c) {
    SameDiff graph = SameDiff.create();
    SDVariable rows = graph.placeHolder("rows", DataType.FLOAT, -1, 16);
    SDVariable hidden = rows.mmul(graph.var("w/transposed", w.transpose().dup('c')));
    SDVariable active = graph.nn().relu(hidden.add(graph.var("b", b)), 0);
    active.mmul(graph.var("v", v)).add(graph.var("c", c));
    Path file = folder.resolve("own.fb");
    graph.save(file.toFile(), false);
    return file;
  }

  /** At the parameters and the input of a tower in a model, for fixed rows and a fixed gradient. */
  private static List<INDArray> gradients(Path tower) {
    try (MultiTaskModel model =
        SmallModels.model(
            SmallModels.encoder(EncoderRecipe.Pooling.MEAN, false, 0),
            0,
            false,
            SmallModels.tasksOnTower(tower, false))) {
      model.graph().initGradientsView();
      GraphVertex vertex = model.graph().getVertex("binary-tower0");
      LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
      vertex.setInput(0, Nd4j.linspace(-1, 1, 64, DataType.FLOAT).reshape(4, 16), workspaces);
      vertex.doForward(true, workspaces);
      vertex.setEpsilon(Nd4j.linspace(1, 2, 12, DataType.FLOAT).reshape(4, 3));
      INDArray atInput = vertex.doBackward(false, workspaces).getSecond()[0];
      return List.of(vertex.getGradientsViewArray().dup(), atInput.dup());
    }
  }

  @Test
  void anEncoderIsImportedAndScores() {
    OnnxGraph graph = new OnnxGraph();
    graph.input("input_ids", ElementType.INT64, "b", "t");
    graph.input("attention_mask", ElementType.INT64, "b", "t");
    String table = graph.constant(tensor("table", Nd4j.randn(DataType.FLOAT, 64, 4)));
    String rows = graph.add("Gather", List.of(table, "input_ids"), integer("axis", 0));
    String mask =
        graph.add("Cast", List.of("attention_mask"), integer("to", ElementType.FLOAT.number()));
    String real =
        graph.add("Mul", List.of(rows, graph.add("Unsqueeze", List.of(mask, graph.longs(2)))));
    graph.output("states", graph.add("Tanh", List.of(real)), ElementType.FLOAT, "b", "t", 4);
    AttachedEncoder encoder =
        AttachedEncoder.read(converted(written(graph)), AttachedRecipe.DEFAULT);
    assertEquals(64, encoder.vocabulary().orElseThrow());
    assertEquals(4, encoder.width());
    assertTrue(encoder.perToken());
    try (MultiTaskModel model = SmallModels.attached(encoder, SmallModels.tasks())) {
      SequenceInput input = SmallModels.batch(3, 7, 3, true);
      assertEquals(5, model.score(input).size());
    }
  }

  private String refusal(Path file) {
    return assertThrows(InvalidInputException.class, () -> OnnxImport.read(file)).getMessage();
  }

  /** tanh(OPERATOR(relu(rows))). */
  private Path with(String operator, List<String> more, AttributeProto... attributes) {
    OnnxGraph graph = new OnnxGraph();
    graph.input("rows", ElementType.FLOAT, "n", 4);
    graph.constant(tensor("square", Nd4j.rand(DataType.FLOAT, 4, 4).addi(0.5)));
    graph.constant(tensor("bias", Nd4j.rand(DataType.FLOAT, new long[] {4}).addi(0.5)));
    String active = graph.add("Relu", List.of("rows"));
    List<String> arguments = new java.util.ArrayList<>(List.of(active));
    arguments.addAll(more);
    String strange = graph.add(operator, arguments, attributes);
    graph.output("top", graph.add("Tanh", List.of(strange)), ElementType.FLOAT, "n", 4);
    return written(graph);
  }

  @Test
  void anOperatorThatTheImporterDoesNotKnowIsNamed() {
    String message = refusal(with("Mystery", List.of()));
    assertTrue(message.contains("foreign.onnx: node \""), message);
    assertTrue(
        message.contains("(Mystery, result \"")
            && message.contains("cannot be imported: No import process defined for Mystery"),
        message);
  }

  /** The importer reads the product alone: half of it and the bias are lost without a word. */
  @Test
  void aNodeThatIsMisreadIsNamed() {
    String message = refusal(with("Gemm", List.of("square", "bias"), real("alpha", 0.5)));
    assertTrue(
        message.contains("(Gemm, result \"")
            && message.contains("computes something else after the import than ONNX Runtime"),
        message);
  }

  @Test
  void whatIsNoOnnxFileIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.onnx"), "a,b\n1,2\n");
    assertTrue(refusal(text).contains("text.onnx: is no ONNX file"), refusal(text));
    assertTrue(refusal(folder.resolve("none.onnx")).contains("none.onnx: cannot be read"));
  }
}
