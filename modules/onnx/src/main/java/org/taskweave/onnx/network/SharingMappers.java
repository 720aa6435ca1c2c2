package org.taskweave.onnx.network;

import static org.taskweave.onnx.graph.Attributes.integer;
import static org.taskweave.onnx.graph.Attributes.integers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.vertex.GatedSumVertex;
import org.taskweave.engine.vertex.RowDotVertex;
import org.taskweave.engine.vertex.RowNormVertex;
import org.taskweave.engine.vertex.StitchVertex;
import org.taskweave.engine.vertex.StopGradientVertex;
import org.taskweave.nn.share.CalibratedLogitVertex;
import org.taskweave.nn.share.DomainDenseVertex;
import org.taskweave.nn.share.LogitProductVertex;
import org.taskweave.onnx.graph.ElementType;

/** Vertices between the shared representation and the heads. */
final class SharingMappers {

  private SharingMappers() {}

  static void addTo(Map<Class<?>, VertexMapper> table) {
    table.put(GatedSumVertex.class, SharingMappers::gatedSum);
    table.put(RowDotVertex.class, SharingMappers::rowDot);
    table.put(LogitProductVertex.class, SharingMappers::logitProduct);
    table.put(CalibratedLogitVertex.class, vertex -> vertex.argument(1));
    table.put(StopGradientVertex.class, vertex -> vertex.argument(0));
    table.put(RowNormVertex.class, SharingMappers::rowNorm);
    table.put(StitchVertex.class, SharingMappers::stitch);
    table.put(DomainDenseVertex.class, SharingMappers::domainDense);
  }

  /** Gate [B,n] and experts [B,H]. */
  private static String gatedSum(NetworkVertex vertex) {
    List<String> experts = vertex.arguments().subList(1, vertex.arguments().size());
    List<String> weights = columns(vertex, vertex.argument(0), experts.size());
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < experts.size(); i++) {
      terms.add(vertex.node("Mul", List.of(experts.get(i), weights.get(i))));
    }
    return sum(vertex, terms);
  }

  private static List<String> columns(NetworkVertex vertex, String matrix, int count) {
    return count == 1
        ? List.of(matrix)
        : vertex.graph().addMany("Split", List.of(matrix), count, integer("axis", 1));
  }

  private static String sum(NetworkVertex vertex, List<String> terms) {
    return terms.size() == 1 ? terms.get(0) : vertex.node("Sum", terms);
  }

  private static String rowDot(NetworkVertex vertex) {
    double root = Math.sqrt(((RowDotVertex) vertex.configuration()).width());
    String dot = rowSum(vertex, vertex.node("Mul", vertex.arguments()));
    return vertex.node("Div", List.of(dot, real(vertex, root)));
  }

  private static String rowSum(NetworkVertex vertex, String rows) {
    return vertex.node("ReduceSum", List.of(rows, vertex.graph().longs(1)), integer("keepdims", 1));
  }

  private static String real(NetworkVertex vertex, double value) {
    return vertex.graph().scalar(ElementType.FLOAT, value);
  }

  /** -logsumexp(-a, -b, -a-b), the greatest term taken out. */
  private static String logitProduct(NetworkVertex vertex) {
    String a = vertex.node("Neg", List.of(vertex.argument(0)));
    String b = vertex.node("Neg", List.of(vertex.argument(1)));
    String terms =
        vertex.node("Concat", List.of(a, b, vertex.node("Add", List.of(a, b))), integer("axis", 1));
    String greatest =
        vertex.node("ReduceMax", List.of(terms), integers("axes", 1), integer("keepdims", 1));
    String shares = vertex.node("Exp", List.of(vertex.node("Sub", List.of(terms, greatest))));
    String log = vertex.node("Log", List.of(rowSum(vertex, shares)));
    return vertex.node("Neg", List.of(vertex.node("Add", List.of(log, greatest))));
  }

  private static String rowNorm(NetworkVertex vertex) {
    String centred =
        vertex.node("Sub", List.of(vertex.argument(0), mean(vertex, vertex.argument(0))));
    String variance = mean(vertex, vertex.node("Mul", List.of(centred, centred)));
    String deviation =
        vertex.node(
            "Sqrt",
            List.of(vertex.node("Add", List.of(variance, real(vertex, RowNormVertex.EPSILON)))));
    return vertex.node("Div", List.of(centred, deviation));
  }

  private static String mean(NetworkVertex vertex, String rows) {
    return vertex.node("ReduceMean", List.of(rows), integers("axes", 1), integer("keepdims", 1));
  }

  private static String stitch(NetworkVertex vertex) {
    INDArray alpha = vertex.parameter(StitchVertex.ALPHA);
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < vertex.arguments().size(); i++) {
      terms.add(vertex.node("Mul", List.of(vertex.argument(i), real(vertex, alpha.getDouble(i)))));
    }
    return sum(vertex, terms);
  }

  /** x W + b + domain domainB + sum over domains p of domain_p * (x (W * domainW_p)). */
  private static String domainDense(NetworkVertex vertex) {
    INDArray weights = vertex.parameter(DomainDenseVertex.WEIGHTS);
    INDArray deviations = vertex.parameter(DomainDenseVertex.DOMAIN_WEIGHTS);
    int domains = (int) deviations.size(0);
    String x = vertex.argument(0);
    List<String> terms = new ArrayList<>();
    terms.add(
        vertex.node("MatMul", List.of(x, vertex.constant(DomainDenseVertex.WEIGHTS, weights))));
    terms.add(vertex.constant(DomainDenseVertex.BIAS));
    terms.add(
        vertex.node(
            "MatMul", List.of(vertex.argument(1), vertex.constant(DomainDenseVertex.DOMAIN_BIAS))));
    List<String> isDomain = columns(vertex, vertex.argument(1), domains);
    for (int p = 0; p < domains; p++) {
      String own =
          vertex.constant(
              DomainDenseVertex.DOMAIN_WEIGHTS + p,
              deviations.tensorAlongDimension(p, 1, 2).mul(weights));
      String product = vertex.node("MatMul", List.of(x, own));
      terms.add(vertex.node("Mul", List.of(product, isDomain.get(p))));
    }
    return sum(vertex, terms);
  }
}
