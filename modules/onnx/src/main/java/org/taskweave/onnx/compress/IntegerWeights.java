package org.taskweave.onnx.compress;

import static org.taskweave.onnx.graph.Attributes.integer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.NodeProto;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.OnnxGraph;
import org.taskweave.onnx.graph.Tensor;

/**
 * Weights in 8 bits. A product with a constant matrix [K,N] becomes an integer product: its input
 * is quantized at run time with the range it has there (DynamicQuantizeLinear), the matrix has one
 * scale per column. A table that rows are gathered from has one scale per row.
 *
 * <p>Standard operators only; ONNX Runtime joins them to one. The form with QuantizeLinear and
 * DequantizeLinear around an ordinary product was tried, too: it is several times slower there,
 * since ranges are not known beforehand.
 */
public final class IntegerWeights {

  /** Smaller matrices gain nothing. */
  private static final int FEWEST_VALUES = 16_384;

  /**
   * Seven bits of the matrices are used: without VNNI instructions a sum of two full products
   * overflows the processor's 16 bits, and the result is wrong.
   */
  private static final int PRODUCT_LIMIT = 63;

  private static final int TABLE_LIMIT = 127;

  private final int fewestValues;
  private final OnnxGraph from;
  private final OnnxGraph to;

  /** Quantized inputs by name: value, scale, zero point. */
  private final Map<String, List<String>> inputs = new HashMap<>();

  private final Map<String, List<String>> matrices = new HashMap<>();

  private IntegerWeights(OnnxGraph from, int fewestValues) {
    this.from = from;
    this.to = from.frame();
    this.fewestValues = fewestValues;
  }

  /** The same graph with its larger matrices in 8 bits. */
  public static OnnxGraph apply(OnnxGraph graph) {
    return apply(graph, FEWEST_VALUES);
  }

  /** As {@link #apply(OnnxGraph)}, for matrices of at least so many values. */
  static OnnxGraph apply(OnnxGraph graph, int fewestValues) {
    return new IntegerWeights(graph, fewestValues).run();
  }

  private OnnxGraph run() {
    Set<String> replaced = new HashSet<>();
    Set<String> kept = new HashSet<>();
    for (NodeProto node : from.nodes()) {
      int weights = weightsOf(node);
      for (int i = 0; i < node.getInputCount(); i++) {
        (i == weights ? replaced : kept).add(node.getInput(i));
      }
    }
    for (Tensor tensor : from.constants().values()) {
      if (kept.contains(tensor.name()) || !replaced.contains(tensor.name())) {
        to.constant(tensor);
      }
    }
    for (NodeProto node : from.nodes()) {
      switch (weightsOf(node)) {
        case 1 -> product(node);
        case 0 -> lookUp(node);
        default -> to.copy(node);
      }
    }
    return to;
  }

  /** Which argument of a node is a matrix to be quantized; -1 for none. */
  private int weightsOf(NodeProto node) {
    if (node.getOpType().equals("MatMul") && isMatrix(node.getInput(1))) {
      return 1;
    }
    boolean rows =
        node.getOpType().equals("Gather")
            && node.getAttributeList().stream()
                .allMatch(a -> !a.getName().equals("axis") || a.getI() == 0);
    return rows && isMatrix(node.getInput(0)) ? 0 : -1;
  }

  private boolean isMatrix(String name) {
    Tensor tensor = from.constants().get(name);
    return tensor != null
        && tensor.type() == ElementType.FLOAT
        && tensor.dims().length == 2
        && tensor.length() >= fewestValues;
  }

  private void product(NodeProto node) {
    List<String> input =
        inputs.computeIfAbsent(
            node.getInput(0), name -> to.addMany("DynamicQuantizeLinear", List.of(name), 3));
    List<String> matrix =
        matrices.computeIfAbsent(
            node.getInput(1), name -> quantized(from.constants().get(name), false));
    String sums =
        to.add("MatMulInteger", List.of(input.get(0), matrix.get(0), input.get(2), matrix.get(2)));
    String reals = to.add("Cast", List.of(sums), integer("to", ElementType.FLOAT.number()));
    String scale = to.add("Mul", List.of(input.get(1), matrix.get(1)));
    to.addTo("Mul", List.of(reals, scale), node.getOutputList());
  }

  private void lookUp(NodeProto node) {
    List<String> table =
        matrices.computeIfAbsent(
            node.getInput(0), name -> quantized(from.constants().get(name), true));
    String rows = to.add("Gather", List.of(table.get(0), node.getInput(1)), integer("axis", 0));
    String reals = to.add("Cast", List.of(rows), integer("to", ElementType.FLOAT.number()));
    String scales = to.add("Gather", List.of(table.get(1), node.getInput(1)), integer("axis", 0));
    to.addTo("Mul", List.of(reals, scales), node.getOutputList());
  }

  /** Constants: integers, scales ([N], or [R,1] per row), zero points. */
  private List<String> quantized(Tensor tensor, boolean perRow) {
    int rows = (int) tensor.dims()[0];
    int columns = (int) tensor.dims()[1];
    QuantizedMatrix matrix =
        QuantizedMatrix.of(
            tensor.floats(), rows, columns, perRow, perRow ? TABLE_LIMIT : PRODUCT_LIMIT);
    String integers =
        to.constant(
            Tensor.of(
                to.newName(tensor.name() + "/int8"),
                ElementType.INT8,
                matrix.integers(),
                rows,
                columns));
    String scales =
        to.constant(
            perRow
                ? Tensor.of(to.newName(tensor.name() + "/scale"), matrix.scales(), rows, 1)
                : Tensor.of(to.newName(tensor.name() + "/scale"), matrix.scales(), columns));
    String zeros =
        perRow
            ? ""
            : to.constant(
                Tensor.of(
                    to.newName(tensor.name() + "/zero"),
                    ElementType.INT8,
                    new byte[columns],
                    columns));
    return List.of(integers, scales, zeros);
  }
}
