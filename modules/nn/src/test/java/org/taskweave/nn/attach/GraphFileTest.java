package org.taskweave.nn.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;

class GraphFileTest {

  @TempDir Path folder;

  private interface Building {
    void on(SameDiff graph, SDVariable rows);
  }

  /** A graph with the placeholder "rows" [B,2] and whatever is built on it, by way of a file. */
  private GraphFile graph(Building building) {
    SameDiff graph = SameDiff.create();
    building.on(graph, graph.placeHolder("rows", DataType.FLOAT, -1, 2));
    Path file = folder.resolve("graph.fb");
    graph.save(file.toFile(), false);
    return GraphFile.open(file);
  }

  private static SDVariable product(SameDiff graph, SDVariable rows) {
    INDArray weights = Nd4j.createFromArray(new float[][] {{1, 0, 2}, {0, 1, -1}});
    return rows.mmul("result", graph.var("weights", weights));
  }

  private static String refusal(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(InvalidInputException.class, call).getMessage();
  }

  @Test
  void aGraphOfRowsIsTriedAndTakenApart() {
    GraphFile file = graph(GraphFileTest::product);
    assertEquals("result", file.output(Optional.empty()));
    assertEquals(
        List.of("rows"), file.placeholders("result").stream().map(SDVariable::name).toList());
    INDArray rows = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}});
    ForeignGraph taken = file.rows("rows", "result", rows);
    assertEquals(3, taken.width());
    assertEquals(List.of("weights"), List.copyOf(taken.parameters().keySet()));
    SameDiff opened = taken.saved().open();
    assertEquals(
        Nd4j.createFromArray(new float[][] {{1, 2, 0}, {3, 4, 2}}),
        opened
            .output(Map.of("rows", rows, "weights", taken.parameters().get("weights")), "result")
            .get("result"));
  }

  @Test
  void oneOfSeveralResultsMustBeNamed() {
    GraphFile file =
        graph(
            (graph, rows) -> {
              product(graph, rows);
              rows.add("other", 1.0);
            });
    assertTrue(refusal(() -> file.output(Optional.empty())).contains("which nothing reads"));
    assertEquals("other", file.output(Optional.of("other")));
    assertTrue(
        refusal(() -> file.output(Optional.of("reslut")))
            .contains("has no variable \"reslut\"; what nothing else reads is"));
  }

  @Test
  void whatWouldBeRandomInPredictionsIsRefused() {
    GraphFile file =
        graph(
            (graph, rows) ->
                graph.random().normal("noise", 0, 1, DataType.FLOAT, 2, 2).add("sum", rows));
    assertTrue(refusal(() -> file.placeholders("sum")).contains("has the random operation"));
  }

  @Test
  void aResultThatIsNoRowsIsRefused() {
    GraphFile file = graph((graph, rows) -> rows.sum("total", 0));
    assertTrue(
        refusal(() -> file.rows("rows", "total", Nd4j.ones(DataType.FLOAT, 3, 2)))
            .contains("maps an input of the shape [3, 2] to [2]: a tower maps each row to a row"));
  }

  @Test
  void whatIsNoGraphIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("text.fb"), "no graph");
    assertTrue(refusal(() -> GraphFile.open(file)).contains("is no saved SameDiff graph"));
    Path nothing = folder.resolve("nothing.fb");
    assertTrue(refusal(() -> GraphFile.open(nothing)).contains("is no file"));
    assertTrue(refusal(() -> KerasFile.read(file)).contains("is not HDF5"));
  }
}
