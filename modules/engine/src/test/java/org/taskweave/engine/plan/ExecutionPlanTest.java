package org.taskweave.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ExecutionPlanTest {

  private static final long ROWS = 5;
  private static final long IN = 4;
  private static final long OUT = 3;

  /** A two-layer network with views, broadcasts, a reduction and a value used twice. */
  private static SDVariable network(SameDiff graph, DataType type) {
    SDVariable x = graph.placeHolder("x", type, ROWS, IN);
    SDVariable w = graph.var("w", Nd4j.randn(type, IN, OUT));
    SDVariable b = graph.var("b", Nd4j.randn(type, OUT));
    SDVariable v = graph.var("v", Nd4j.randn(type, OUT, OUT));
    SDVariable hidden = graph.math.tanh(x.mmul(w).add(b));
    SDVariable cube = hidden.reshape(ROWS, 1, OUT).permute(1, 0, 2).reshape(ROWS, OUT);
    return graph.nn.softmax(cube.mmul(v).add(hidden), 1).mul(hidden).rename("y");
  }

  private static Map<String, INDArray> variables(SameDiff graph) {
    Map<String, INDArray> arrays = new HashMap<>();
    graph
        .variableMap()
        .forEach(
            (name, variable) -> {
              if (List.of("w", "b", "v").contains(name)) {
                arrays.put(name, variable.getArr());
              }
            });
    return arrays;
  }

  @Test
  void equalsSameDiffsOwnOutputsAndGradients() {
    Nd4j.getRandom().setSeed(4);
    for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
      double tolerance = type == DataType.DOUBLE ? 1e-12 : 1e-6;
      SameDiff graph = SameDiff.create();
      SDVariable y = network(graph, type);
      INDArray x = Nd4j.randn(type, ROWS, IN);
      INDArray incoming = Nd4j.randn(type, ROWS, OUT);
      List<String> wanted = List.of("x", "w", "b", "v");

      SameDiff reference = SameDiff.create();
      Nd4j.getRandom().setSeed(9);
      SDVariable output = network(reference, type);
      variables(graph).forEach((name, value) -> reference.getVariable(name).getArr().assign(value));
      output.mul(reference.constant("incoming", incoming)).sum().rename("loss");
      reference.setLossVariables("loss");
      Map<String, INDArray> expected =
          reference.calculateGradients(Map.of("x", x), wanted.toArray(String[]::new));
      INDArray expectedOutput = reference.outputSingle(Map.of("x", x), "y");

      Map<String, INDArray> bound = variables(graph);
      bound.put("x", x);
      bound.put("incoming", incoming);
      Map<String, SDVariable> gradients =
          Differentiation.gradients(
              graph, y, graph.placeHolder("incoming", type, ROWS, OUT), wanted);
      INDArray destination = Nd4j.create(type, IN, OUT);
      try (PlanPool pool = new PlanPool();
          ExecutionPlan plan =
              ExecutionPlan.build(
                  graph,
                  bound,
                  List.of(List.of("y"), gradients.values().stream().map(SDVariable::name).toList()),
                  Map.of(gradients.get("w").name(), destination),
                  pool,
                  0)) {
        plan.run(0);
        assertClose(expectedOutput, plan.value("y"), tolerance);
        plan.run(1);
        for (String name : wanted) {
          assertClose(expected.get(name), plan.value(gradients.get(name).name()), tolerance);
        }
        assertClose(expected.get("w"), destination, tolerance);
        // Parameters and inputs are read in place on each run.
        x.muli(2);
        plan.run(0);
        assertClose(reference.outputSingle(Map.of("x", x), "y"), plan.value("y"), tolerance);
      }
    }
  }

  private static void assertClose(INDArray expected, INDArray actual, double tolerance) {
    assertArrayEquals(expected.shape(), actual.shape());
    assertTrue(
        expected.sub(actual).amaxNumber().doubleValue() <= tolerance,
        () -> "expected " + expected + ", got " + actual);
  }

  @Test
  void plansOfAPoolShareItsMemory() {
    try (PlanPool pool = new PlanPool()) {
      SameDiff graph = SameDiff.create();
      network(graph, DataType.FLOAT);
      Map<String, INDArray> bound = variables(graph);
      bound.put("x", Nd4j.ones(DataType.FLOAT, ROWS, IN));
      ExecutionPlan first =
          ExecutionPlan.build(graph, bound, List.of(List.of("y")), Map.of(), pool, 0);
      long bytes = pool.bytes();
      assertTrue(bytes > 0);
      ExecutionPlan second =
          ExecutionPlan.build(graph, bound, List.of(List.of("y")), Map.of(), pool, 0);
      assertEquals(bytes, pool.bytes());
      first.close();
      second.close();
    }
  }

  @Test
  void namesThatAreNotThereAreNamed() {
    SameDiff graph = SameDiff.create();
    SDVariable y = network(graph, DataType.FLOAT);
    Map<String, INDArray> bound = variables(graph);
    bound.put("x", Nd4j.ones(DataType.FLOAT, ROWS, IN));
    try (PlanPool pool = new PlanPool();
        ExecutionPlan plan =
            ExecutionPlan.build(graph, bound, List.of(List.of("y")), Map.of(), pool, 0)) {
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> plan.value("z"))
              .getMessage()
              .contains("\"z\""));
      assertTrue(
          assertThrows(
                  IllegalArgumentException.class,
                  () ->
                      ExecutionPlan.build(
                          graph, bound, List.of(List.of("nothing")), Map.of(), pool, 0))
              .getMessage()
              .contains("\"nothing\""));
    }
    graph.placeHolder("apart", DataType.FLOAT, 1);
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> Differentiation.gradients(graph, y, y, List.of("apart")))
            .getMessage()
            .contains("\"apart\""));
  }
}
