package org.taskweave.onnx.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.taskweave.engine.vertex.GatedSumVertex;
import org.taskweave.engine.vertex.GruVertex;
import org.taskweave.engine.vertex.JoinVertex;
import org.taskweave.engine.vertex.RepeatedRowsLayer;
import org.taskweave.engine.vertex.RowDotVertex;
import org.taskweave.engine.vertex.RowNormVertex;
import org.taskweave.engine.vertex.StitchVertex;
import org.taskweave.engine.vertex.StopGradientVertex;
import org.taskweave.nn.attach.AttachedVertex;
import org.taskweave.nn.balance.JunctionVertex;
import org.taskweave.nn.balance.TapVertex;
import org.taskweave.nn.encoder.EncoderVertex;
import org.taskweave.nn.encoder.PoolingVertex;
import org.taskweave.nn.item.FactorizationVertex;
import org.taskweave.nn.item.ItemScoresVertex;
import org.taskweave.nn.item.ItemTextsVertex;
import org.taskweave.nn.item.ItemsVertex;
import org.taskweave.nn.item.MemoryVertex;
import org.taskweave.nn.item.RowsVertex;
import org.taskweave.nn.item.TargetAttentionVertex;
import org.taskweave.nn.share.CalibratedLogitVertex;
import org.taskweave.nn.share.DomainDenseVertex;
import org.taskweave.nn.share.LogitProductVertex;
import org.taskweave.onnx.RuntimeRun;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.OnnxFile;
import org.taskweave.onnx.graph.OnnxGraph;
import org.taskweave.onnx.samediff.OperationMappers;
import org.taskweave.onnx.samediff.UnmappedOperationException;

/** Every vertex mapper: ONNX Runtime computes what DL4J does. */
class VertexMappersTest {

  @TempDir static Path folder;

  private static final INDArray X =
      Nd4j.createFromArray(
              -3f, -1f, 0.5f, 2f, 0.25f, 1.5f, -0.5f, -2.5f, 7f, 0.1f, -0.2f, 0.3f, 1f, -1f, 1f,
              -1f)
          .reshape(4, 4);
  private static final INDArray Y = X.mul(-0.6f).add(0.2f);

  /** Adds a vertex "result" on top of the inputs "x" and "y" [4,4]. */
  private static final Map<String, Consumer<GraphBuilder>> CASES = new LinkedHashMap<>();

  static {
    for (Activation activation :
        List.of(
            Activation.IDENTITY,
            Activation.SIGMOID,
            Activation.TANH,
            Activation.SOFTPLUS,
            Activation.SOFTSIGN,
            Activation.SELU,
            Activation.SOFTMAX,
            Activation.RELU,
            Activation.RELU6,
            Activation.HARDTANH,
            Activation.LEAKYRELU,
            Activation.ELU,
            Activation.HARDSIGMOID,
            Activation.SWISH,
            Activation.MISH,
            Activation.CUBE)) {
      CASES.put(
          "dense " + activation,
          g ->
              g.addLayer(
                  "result",
                  new DenseLayer.Builder().nIn(4).nOut(3).activation(activation).build(),
                  "x"));
    }
    CASES.put("junction", g -> g.addVertex("result", new JunctionVertex(), "x"));
    CASES.put(
        "tap above a junction",
        g -> {
          g.addVertex("junction", new JunctionVertex(), "x");
          g.addVertex("result", new TapVertex(0), "junction");
        });
    CASES.put(
        "dense without bias",
        g ->
            g.addLayer(
                "result",
                new DenseLayer.Builder()
                    .nIn(4)
                    .nOut(3)
                    .hasBias(false)
                    .activation(Activation.TANH)
                    .build(),
                "x"));
    CASES.put(
        "frozen",
        g ->
            g.addLayer(
                "result",
                new FrozenLayer(
                    new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.TANH).build()),
                "x"));
    CASES.put(
        "output",
        g ->
            g.addLayer(
                "result",
                new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .nIn(4)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "x"));
    CASES.put(
        "loss",
        g ->
            g.addLayer(
                "result",
                new LossLayer.Builder(LossFunctions.LossFunction.XENT)
                    .activation(Activation.SIGMOID)
                    .build(),
                "x"));
    CASES.put("activation", g -> g.addLayer("result", new ActivationLayer(Activation.TANH), "x"));
    CASES.put("dropout", g -> g.addLayer("result", new DropoutLayer(0.5), "x"));
    CASES.put(
        "batch normalization",
        g -> g.addLayer("result", new BatchNormalization.Builder().nIn(4).nOut(4).build(), "x"));
    CASES.put(
        "batch normalization, fixed gain",
        g ->
            g.addLayer(
                "result",
                new BatchNormalization.Builder(1.5, 0.3, true).nIn(4).nOut(4).build(),
                "x"));
    CASES.put("merge", g -> g.addVertex("result", new MergeVertex(), "x", "y"));
    CASES.put("join", g -> g.addVertex("result", new JoinVertex(), "x", "y", "x"));
    CASES.put(
        "dense of repeated rows",
        g ->
            g.addLayer(
                "result",
                new RepeatedRowsLayer.Builder()
                    .nIn(4)
                    .nOut(3)
                    .activation(Activation.TANH)
                    .<RepeatedRowsLayer>build(),
                "x"));
    CASES.put(
        "reshape",
        g -> g.addVertex("result", new ReshapeVertex('c', new int[] {-1, 2}, null), "x"));
    for (ElementWiseVertex.Op op :
        List.of(
            ElementWiseVertex.Op.Add,
            ElementWiseVertex.Op.Subtract,
            ElementWiseVertex.Op.Product,
            ElementWiseVertex.Op.Average,
            ElementWiseVertex.Op.Max)) {
      CASES.put(
          "elementwise " + op, g -> g.addVertex("result", new ElementWiseVertex(op), "x", "y"));
    }
    CASES.put("scale", g -> g.addVertex("result", new ScaleVertex(1.7), "x"));
    CASES.put("shift", g -> g.addVertex("result", new ShiftVertex(-0.4), "x"));
    CASES.put("stack", g -> g.addVertex("result", new StackVertex(), "x", "y"));
    CASES.put("unstack", g -> g.addVertex("result", new UnstackVertex(1, 2), "x"));
    CASES.put("subset", g -> g.addVertex("result", new SubsetVertex(1, 2), "x"));
    CASES.put(
        "normalize", g -> g.addVertex("result", new L2NormalizeVertex(new int[] {1}, 2.2), "x"));
    CASES.put(
        "gated sum", g -> g.addVertex("result", new GatedSumVertex(), "x", "y", "x", "y", "x"));
    CASES.put(
        "gated sum of one",
        g ->
            g.addVertex("gate", new SubsetVertex(1, 1), "x")
                .addVertex("result", new GatedSumVertex(), "gate", "y"));
    CASES.put("row dot", g -> g.addVertex("result", new RowDotVertex(4), "x", "y"));
    CASES.put(
        "logit product",
        g ->
            g.addVertex("wide", new ScaleVertex(20), "x")
                .addVertex("a", new SubsetVertex(0, 0), "wide")
                .addVertex("b", new SubsetVertex(3, 3), "y")
                .addVertex("result", new LogitProductVertex(), "a", "b"));
    CASES.put(
        "calibrated logit",
        g -> g.addVertex("result", new CalibratedLogitVertex(0.6), "x", "y", "x"));
    CASES.put("stop gradient", g -> g.addVertex("result", new StopGradientVertex(), "x"));
    CASES.put("row norm", g -> g.addVertex("result", new RowNormVertex(), "x"));
    CASES.put(
        "stitch",
        g -> g.addVertex("result", new StitchVertex(new Sgd(1), 0.9, 0.06, 0.04), "x", "y", "x"));
    CASES.put(
        "domain dense",
        g ->
            g.addVertex("domain", new SubsetVertex(1, 2), "y")
                .addVertex("result", new DomainDenseVertex(4, 3, 2, new Sgd(1), 0), "x", "domain"));
    CASES.put(
        "domain dense, one domain",
        g ->
            g.addVertex("domain", new SubsetVertex(1, 1), "y")
                .addVertex("result", new DomainDenseVertex(4, 3, 1, new Sgd(1), 0), "x", "domain"));
  }

  private static ComputationGraph network(Consumer<GraphBuilder> maker) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .graphBuilder()
            .addInputs("x", "y");
    maker.accept(builder);
    ComputationGraph network =
        new ComputationGraph(builder.setOutputs("result").allowDisconnected(true).build());
    network.init();
    for (var vertex : network.getVertices()) {
      Map<String, INDArray> parameters =
          vertex.hasLayer() ? vertex.getLayer().paramTable() : vertex.paramTable(false);
      if (parameters != null) {
        parameters.forEach(
            (name, value) ->
                value.assign(
                    Nd4j.linspace(
                            name.equals("var") ? 0.2 : -0.9, 1.1, value.length(), DataType.FLOAT)
                        .reshape(value.shape())));
      }
    }
    return network;
  }

  private static OnnxGraph written(ComputationGraph network, VertexMappers mappers) {
    OnnxGraph graph = new OnnxGraph();
    Map<String, String> inputs =
        Map.of(
            "x", graph.input("x", ElementType.FLOAT, "rows", 4),
            "y", graph.input("y", ElementType.FLOAT, "rows", 4));
    NetworkExporter.Values values =
        new NetworkExporter(mappers, OperationMappers.standard())
            .write(network, inputs, List.of("result"), graph);
    graph.output("result", values.outputs().get("result"), ElementType.FLOAT, "n", "width");
    return graph;
  }

  @TestFactory
  Stream<DynamicTest> onnxRuntimeComputesTheSame() {
    return CASES.entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> check(entry.getValue())));
  }

  private static void check(Consumer<GraphBuilder> maker) {
    ComputationGraph network = network(maker);
    Path file = folder.resolve("vertex.onnx");
    new OnnxFile("test", OnnxFile.MOST_INLINE_BYTES)
        .write(written(network, VertexMappers.standard()), Map.of(), file);
    INDArray expected = network.output(false, X.dup(), Y.dup())[0];
    RuntimeRun.Result actual = RuntimeRun.of(file, Map.of("x", X, "y", Y)).get("result");
    assertArrayEquals(expected.shape(), actual.shape());
    assertArrayEquals(
        expected.dup('c').castTo(DataType.DOUBLE).data().asDouble(), actual.values(), 5e-6);
  }

  @Test
  void everyMapperHasACase() {
    Set<Class<?>> missing = new HashSet<>(VertexMappers.standard().configurations());
    for (Consumer<GraphBuilder> maker : CASES.values()) {
      for (var vertex : network(maker).getConfiguration().getVertices().values()) {
        missing.remove(
            vertex instanceof LayerVertex layer
                ? layer.getLayerConf().getLayer().getClass()
                : vertex.getClass());
      }
    }
    // Tested with whole models, in ModelGraphTest and ItemModelGraphTest.
    missing.removeAll(
        Set.of(
            EncoderVertex.class,
            PoolingVertex.class,
            AttachedVertex.class,
            ItemsVertex.class,
            ItemTextsVertex.class,
            RowsVertex.class,
            GruVertex.class,
            TargetAttentionVertex.class,
            FactorizationVertex.class,
            ItemScoresVertex.class,
            MemoryVertex.class));
    assertEquals(Set.of(), missing);
  }

  @Test
  void aVertexWithoutMapperIsNamedWithTheKnownOnes() {
    ComputationGraph network = network(g -> g.addVertex("result", new L2Vertex(), "x", "y"));
    UnmappedOperationException refusal =
        assertThrows(
            UnmappedOperationException.class, () -> written(network, VertexMappers.standard()));
    assertTrue(refusal.getMessage().contains("L2Vertex \"result\""), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("known are ActivationLayer"), refusal.getMessage());
    // The distance between rows, written by a mapper that was added.
    VertexMappers more =
        VertexMappers.standard()
            .with(
                L2Vertex.class,
                vertex -> vertex.node("ReduceL2", List.of(vertex.node("Sub", vertex.arguments()))));
    Path file = folder.resolve("added.onnx");
    new OnnxFile("test", OnnxFile.MOST_INLINE_BYTES).write(written(network, more), Map.of(), file);
    assertEquals(
        X.distance2(Y),
        RuntimeRun.of(file, Map.of("x", X, "y", Y)).get("result").values()[0],
        1e-4);
  }

  @Test
  void anActivationWithoutMapperIsNamed() {
    ComputationGraph network =
        network(
            g ->
                g.addLayer(
                    "result",
                    new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.RATIONALTANH)
                        .build(),
                    "x"));
    UnmappedOperationException refusal =
        assertThrows(
            UnmappedOperationException.class, () -> written(network, VertexMappers.standard()));
    assertTrue(refusal.getMessage().contains("ActivationRationalTanh"), refusal.getMessage());
  }
}
