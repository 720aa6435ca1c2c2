package org.taskweave.engine.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.engine.plan.Differentiation;
import org.taskweave.engine.plan.ExecutionPlan;
import org.taskweave.engine.plan.PlanPool;

/**
 * Blocks with kernels of our own, in single precision, against the plain ones in double precision:
 * results and gradients. The plain ones' gradients are checked against SameDiff's own and, within
 * the model, against central differences.
 */
class BlocksTest {

  /** Single precision holds seven digits. */
  private static final double TOLERANCE = 2e-6;

  private static final double EPSILON = 1e-5;

  private final Map<String, INDArray> inputs = new LinkedHashMap<>();
  private int length = 1;

  private INDArray random(String name, long... shape) {
    INDArray values = Nd4j.randn(DataType.FLOAT, shape);
    inputs.put(name, values);
    return values;
  }

  @Test
  void gelu() {
    Nd4j.getRandom().setSeed(1);
    random("x", 37, 24).muli(3);
    random("bias", 24);
    compare(
        (graph, blocks) ->
            blocks.activation(Activation.GELU, graph.getVariable("x"), graph.getVariable("bias")),
        List.of("x", "bias"),
        Nd4j.randn(DataType.FLOAT, 37, 24));
  }

  @ParameterizedTest
  @CsvSource({"true,true", "false,true", "true,false", "false,false"})
  void layerNorm(boolean bias, boolean residual) {
    Nd4j.getRandom().setSeed(2);
    random("x", 33, 20).muli(2).addi(1);
    random("gain", 20);
    random("shift", 20);
    List<String> wanted = new ArrayList<>(List.of("x", "gain", "shift"));
    if (bias) {
      random("bias", 20);
      wanted.add("bias");
    }
    if (residual) {
      random("residual", 33, 20);
      wanted.add("residual");
    }
    compare(
        (graph, blocks) ->
            blocks.layerNorm(
                new Blocks.NormInputs(
                    graph.getVariable("x"),
                    bias ? graph.getVariable("bias") : null,
                    residual ? graph.getVariable("residual") : null,
                    graph.getVariable("gain"),
                    graph.getVariable("shift"),
                    EPSILON)),
        wanted,
        Nd4j.randn(DataType.FLOAT, 33, 20));
  }

  @ParameterizedTest
  @CsvSource({
    "3,7,2,5,false", "2,64,4,8,false", "5,1,3,4,false", "1,130,1,32,false",
    "3,7,2,5,true", "2,64,4,8,true", "5,1,3,4,true", "1,130,1,32,true"
  })
  void attention(int rows, int tokens, int heads, int size, boolean causal) {
    Nd4j.getRandom().setSeed(3);
    int hidden = heads * size;
    length = tokens;
    random("qkv", (long) rows * tokens, 3L * hidden);
    INDArray mask = Nd4j.ones(DataType.FLOAT, rows, tokens);
    INDArray incoming = Nd4j.randn(DataType.FLOAT, (long) rows * tokens, hidden);
    for (int row = 0; row < rows; row++) {
      int real = Math.max(1, tokens - 2 * row);
      for (int t = 0; t < tokens; t++) {
        boolean hole = t == 1 && row == 1 && real > 2;
        if (t >= real || hole) {
          mask.putScalar(row, t, 0);
        }
        if (t >= real) {
          // What stands at padding is undefined and nothing may depend on it.
          incoming.getRow((long) row * tokens + t).assign(0);
        }
      }
    }
    inputs.put("mask", mask);
    compare(
        (graph, blocks) ->
            blocks.attention(
                graph.getVariable("qkv"), graph.getVariable("mask"), heads, hidden, causal),
        List.of("qkv"),
        incoming);
  }

  @ParameterizedTest
  @CsvSource({
    "3,7,2,5,false,0", "2,64,4,8,false,3", "5,1,3,4,false,0", "1,130,1,32,false,129",
    "3,7,2,5,true,2", "2,64,4,8,true,63", "5,1,3,4,true,0", "1,130,1,32,true,5"
  })
  void tokenAttention(int rows, int tokens, int heads, int size, boolean causal, int token) {
    Nd4j.getRandom().setSeed(4);
    int hidden = heads * size;
    length = tokens;
    random("query", rows, hidden);
    random("keyValue", (long) rows * tokens, 2L * hidden);
    INDArray mask = Nd4j.ones(DataType.FLOAT, rows, tokens);
    int[] cells = new int[rows];
    for (int row = 0; row < rows; row++) {
      int real = Math.max(1, tokens - 2 * row);
      cells[row] = row * tokens + Math.min(token, real - 1);
      for (int t = 0; t < tokens; t++) {
        if (t >= real || (t == 1 && row == 1 && real > 2)) {
          mask.putScalar(row, t, 0);
        }
      }
    }
    inputs.put("mask", mask);
    inputs.put("cells", Nd4j.createFromArray(cells));
    compare(
        (graph, blocks) ->
            blocks.tokenAttention(
                new Blocks.TokenAttention(
                    graph.getVariable("query"),
                    graph.getVariable("keyValue"),
                    graph.getVariable("mask"),
                    graph.getVariable("cells")),
                heads,
                hidden,
                causal),
        List.of("query", "keyValue"),
        Nd4j.randn(DataType.FLOAT, rows, hidden));
  }

  @Test
  void otherActivationsAreThePlainOnes() {
    random("x", 6, 4);
    random("bias", 4);
    for (Activation activation : List.of(Activation.GELU_TANH, Activation.RELU)) {
      compare(
          (graph, blocks) ->
              blocks.activation(activation, graph.getVariable("x"), graph.getVariable("bias")),
          List.of("x", "bias"),
          Nd4j.randn(DataType.FLOAT, 6, 4));
    }
    assertEquals(Activation.GELU, Activation.of("gelu"));
    assertThrows(IllegalArgumentException.class, () -> Activation.of("swish"));
  }

  private void compare(
      BiFunction<SameDiff, Blocks, SDVariable> block, List<String> wanted, INDArray incoming) {
    Map<String, INDArray> fused = run(block, true, wanted, incoming, DataType.FLOAT);
    Map<String, INDArray> plain = run(block, false, wanted, incoming, DataType.DOUBLE);
    plain.forEach(
        (name, expected) -> {
          double largest = Math.max(1, expected.amaxNumber().doubleValue());
          INDArray actual = fused.get(name).castTo(DataType.DOUBLE);
          if (name.equals("output")) {
            // Only where the incoming gradient is not 0 is the output defined.
            INDArray defined = incoming.castTo(DataType.DOUBLE).neq(0).castTo(DataType.DOUBLE);
            actual = actual.mul(defined);
            expected = expected.mul(defined);
          }
          double difference = actual.sub(expected).amaxNumber().doubleValue();
          assertTrue(
              difference <= TOLERANCE * largest,
              name + " differs by " + difference + " of " + largest);
        });
  }

  private Map<String, INDArray> run(
      BiFunction<SameDiff, Blocks, SDVariable> block,
      boolean fused,
      List<String> wanted,
      INDArray incoming,
      DataType type) {
    SameDiff graph = SameDiff.create();
    Map<String, INDArray> bound = new HashMap<>();
    inputs.forEach(
        (name, value) -> {
          DataType as = value.dataType() == DataType.FLOAT ? type : value.dataType();
          graph.placeHolder(name, as, value.shape());
          bound.put(name, value.castTo(as).dup('c'));
        });
    bound.put("incoming", incoming.castTo(type).dup('c'));
    TokenRows rows = TokenRows.of(length);
    SDVariable output =
        block.apply(graph, fused ? new FusedBlocks(graph, rows) : new PlainBlocks(graph, rows));
    SDVariable placeholder = graph.placeHolder("incoming", type, incoming.shape());
    Map<String, SDVariable> gradients =
        Differentiation.gradients(graph, output, placeholder, wanted);
    Map<String, INDArray> results = new LinkedHashMap<>();
    try (PlanPool pool = new PlanPool();
        ExecutionPlan plan =
            ExecutionPlan.build(
                graph,
                bound,
                List.of(
                    List.of(output.name()),
                    gradients.values().stream().map(SDVariable::name).toList()),
                Map.of(),
                pool,
                EPSILON)) {
      plan.run(0);
      results.put("output", plan.value(output.name()).dup());
      plan.run(1);
      gradients.forEach((name, gradient) -> results.put(name, plan.value(gradient.name()).dup()));
    }
    return results;
  }
}
