package org.taskweave.onnx.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.transforms.bool.BooleanNot;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Mish;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.onnx.RuntimeRun;
import org.taskweave.onnx.graph.OnnxFile;

/** Every mapper: ONNX Runtime computes what SameDiff does. */
class OperationMappersTest {

  @TempDir static Path folder;

  /** Values away from 0, on both sides; ties and kinks are in there on purpose. */
  private static final INDArray X =
      Nd4j.createFromArray(
              -3f, -2.5f, -1f, -0.5f, 0.25f, 0.5f, 1.5f, 2f, 0.75f, -0.25f, 3f, -1.5f, 0.1f, -0.9f,
              2.5f, 1f, -2f, 0.4f, 0.6f, -0.7f, 1.2f, -0.2f, 0.3f, 0.8f)
          .reshape(2, 3, 4);

  private static final INDArray Y = X.mul(-0.7f).add(0.31f);

  /** In (0, 1): for logarithms and arc functions. */
  private static final INDArray U = X.mul(0.1f).add(0.5f);

  private static final Map<String, INDArray> INPUTS =
      Map.of(
          "x",
          X,
          "y",
          Y,
          "u",
          U,
          "rows",
          Nd4j.createFromArray(1L, 0L, 1L),
          "image",
          Nd4j.linspace(-1, 1, 2 * 3 * 6 * 6, DataType.FLOAT).reshape(2, 3, 6, 6),
          "signal",
          Nd4j.linspace(-1, 1, 2 * 3 * 8, DataType.FLOAT).reshape(2, 3, 8));

  /** A graph with the placeholders that cases use. */
  private record Graph(SameDiff sd) {
    SDVariable x() {
      return input("x", DataType.FLOAT, -1, 3, 4);
    }

    SDVariable y() {
      return input("y", DataType.FLOAT, -1, 3, 4);
    }

    SDVariable u() {
      return input("u", DataType.FLOAT, -1, 3, 4);
    }

    SDVariable rows() {
      return input("rows", DataType.INT64, -1);
    }

    SDVariable input(String name, DataType type, long... shape) {
      return sd.hasVariable(name) ? sd.getVariable(name) : sd.placeHolder(name, type, shape);
    }

    SDVariable constant(float... values) {
      return sd.constant(Nd4j.createFromArray(values));
    }

    SDVariable ints(int... values) {
      return sd.constant(Nd4j.createFromArray(values));
    }

    SDVariable weights(long... shape) {
      long length = 1;
      for (long d : shape) {
        length *= d;
      }
      return sd.var(
          "w" + sd.variables().size(),
          Nd4j.linspace(-0.8, 0.9, length, DataType.FLOAT).reshape(shape));
    }
  }

  private static final Map<String, Function<Graph, SDVariable>> CASES = new TreeMap<>();

  static {
    CASES.put("add", g -> g.x().add(g.y()));
    CASES.put("add broadcast", g -> g.x().add(g.constant(1, 2, 3, 4)));
    CASES.put("subtract", g -> g.x().sub(g.y()));
    CASES.put("multiply", g -> g.x().mul(g.y()));
    CASES.put("divide", g -> g.x().div(g.y()));
    CASES.put("reversesubtract", g -> g.x().rsub(g.y()));
    CASES.put("reversedivide", g -> g.x().rdiv(g.y()));
    CASES.put("Pow", g -> g.sd().math.pow(g.u(), g.y()));
    CASES.put("squaredsubtract", g -> g.x().squaredDifference(g.y()));
    CASES.put("maximum", g -> g.sd().math.max(g.x(), g.y()));
    CASES.put("minimum", g -> g.sd().math.min(g.x(), g.y()));
    CASES.put("floordiv", g -> g.sd().math.floorDiv(g.x(), g.y()));
    CASES.put("mergeadd", g -> g.sd().math.mergeAdd(g.x(), g.y(), g.x()));
    CASES.put("add_scalar", g -> g.x().add(1.5));
    CASES.put("sub_scalar", g -> g.x().sub(1.5));
    CASES.put("mul_scalar", g -> g.x().mul(1.5));
    CASES.put("div_scalar", g -> g.x().div(1.5));
    CASES.put("rsub_scalar", g -> g.x().rsub(1.5));
    CASES.put("rdiv_scalar", g -> g.x().rdiv(1.5));
    CASES.put("pow", g -> g.u().pow(1.7));
    CASES.put("max_scalar", g -> new ScalarMax(g.sd(), g.x(), 0.5).outputVariable());
    CASES.put("scalar_min", g -> new ScalarMin(g.sd(), g.x(), 0.5).outputVariable());
    CASES.put("mish", g -> new Mish(g.sd(), g.x(), false).outputVariable());
    CASES.put("bool_not", g -> new BooleanNot(g.sd(), g.x().gt(0.5)).outputVariable());
    CASES.put("neg", g -> g.sd().math.neg(g.x()));
    CASES.put("abs", g -> g.sd().math.abs(g.x()));
    CASES.put("exp", g -> g.sd().math.exp(g.x()));
    CASES.put("log", g -> g.sd().math.log(g.u()));
    CASES.put("log1p", g -> g.sd().math.log1p(g.u()));
    CASES.put("expm1", g -> g.sd().math.expm1(g.x()));
    CASES.put("sqrt", g -> g.sd().math.sqrt(g.u()));
    CASES.put("rsqrt", g -> g.sd().math.rsqrt(g.u()));
    CASES.put("square", g -> g.sd().math.square(g.x()));
    CASES.put("cube", g -> g.sd().math.cube(g.x()));
    CASES.put("Reciprocal", g -> g.sd().math.reciprocal(g.x()));
    CASES.put("erf", g -> g.sd().math.erf(g.x()));
    CASES.put("erfc", g -> g.sd().math.erfc(g.x()));
    CASES.put("tanh", g -> g.sd().math.tanh(g.x()));
    CASES.put("sigmoid", g -> g.sd().nn.sigmoid(g.x()));
    CASES.put("relu", g -> g.sd().nn.relu(g.x(), 0));
    CASES.put("relu cutoff", g -> g.sd().nn.relu(g.x(), 0.45));
    CASES.put("relu6", g -> g.sd().nn.relu6(g.x().mul(4.0), 0));
    CASES.put("gelu", g -> g.sd().nn.gelu(g.x()));
    CASES.put("elu", g -> g.sd().nn.elu(g.x()));
    CASES.put("selu", g -> g.sd().nn.selu(g.x()));
    CASES.put("leakyrelu", g -> g.sd().nn.leakyRelu(g.x(), 0.2));
    CASES.put("softplus", g -> g.sd().nn.softplus(g.x()));
    CASES.put("softsign", g -> g.sd().nn.softsign(g.x()));
    CASES.put("swish", g -> g.sd().nn.swish(g.x()));
    CASES.put("hard_sigmoid", g -> g.sd().nn.hardSigmoid(g.x()));
    CASES.put("hardtanh", g -> g.sd().nn.hardTanh(g.x()));
    CASES.put("logsigmoid", g -> g.sd().nn.logSigmoid(g.x()));
    CASES.put("softmax", g -> g.sd().nn.softmax(g.x(), 1));
    CASES.put("softmax last", g -> g.sd().nn.softmax(g.x()));
    CASES.put("log_softmax", g -> g.sd().nn.logSoftmax(g.x(), 2));
    CASES.put("log_softmax last", g -> g.sd().nn.logSoftmax(g.x()));
    CASES.put("floor", g -> g.sd().math.floor(g.x()));
    CASES.put("ceil", g -> g.sd().math.ceil(g.x()));
    CASES.put("round", g -> g.sd().math.round(g.x()));
    CASES.put("sign", g -> g.sd().math.sign(g.x()));
    CASES.put("sin", g -> g.sd().math.sin(g.x()));
    CASES.put("cos", g -> g.sd().math.cos(g.x()));
    CASES.put("tan", g -> g.sd().math.tan(g.u()));
    CASES.put("sinh", g -> g.sd().math.sinh(g.x()));
    CASES.put("cosh", g -> g.sd().math.cosh(g.x()));
    CASES.put("asin", g -> g.sd().math.asin(g.u()));
    CASES.put("acos", g -> g.sd().math.acos(g.u()));
    CASES.put("atan", g -> g.sd().math.atan(g.x()));
    CASES.put("step", g -> g.sd().math.step(g.x(), 0.4));
    CASES.put("isnan", g -> g.sd().math.isNaN(g.x()));
    CASES.put("identity", g -> g.sd().identity(g.x()));
    CASES.put("ClipByValue", g -> g.sd().math.clipByValue(g.x(), -1.2, 1.1));
    CASES.put("zeroslike", g -> g.sd().zerosLike(g.x()).add(g.x()));
    CASES.put("ones_as", g -> g.sd().onesLike(g.x()).add(g.x()));
    CASES.put("cast", g -> g.x().castTo(DataType.INT64));
    CASES.put("reduce_sum", g -> g.x().sum(1));
    CASES.put("reduce_sum all", g -> g.x().sum());
    CASES.put("reduce_mean", g -> g.x().mean(true, 0, 2));
    CASES.put("reduce_max", g -> g.x().max(1));
    CASES.put("reduce_min", g -> g.x().min(true, 1));
    CASES.put("reduce_prod", g -> g.x().prod(2));
    CASES.put("reduce_norm1", g -> g.x().norm1(1));
    CASES.put("reduce_norm2", g -> g.x().norm2(1));
    CASES.put("reduce_normmax", g -> g.x().normmax(1));
    CASES.put("reduce_logsumexp", g -> g.sd().math.logSumExp(g.x(), 1));
    CASES.put("var", g -> g.sd().variance(g.x(), false, true, 1));
    CASES.put("std", g -> g.x().std(true, 1, 2));
    CASES.put("argmax", g -> g.sd().argmax(g.x(), 1));
    CASES.put("argmin", g -> g.sd().argmin(g.x(), true, 2));
    CASES.put("cumsum", g -> g.sd().cumsum(g.x(), true, false, 1));
    CASES.put("dot", g -> g.sd().dot(g.x(), g.y(), 2));
    CASES.put("greater", g -> g.x().gt(g.y()));
    CASES.put("less", g -> g.x().lt(g.y()));
    CASES.put("greater_equal", g -> g.x().gte(g.y()));
    CASES.put("less_equal", g -> g.x().lte(g.y()));
    CASES.put("equals", g -> g.x().eq(g.x()));
    CASES.put("not_equals", g -> g.x().neq(g.y()));
    CASES.put("greaterthan_scalar", g -> g.x().gt(0.5));
    CASES.put("lessthan_scalar", g -> g.x().lt(0.5));
    CASES.put("greaterthanorequal_scalar", g -> g.x().gte(0.5));
    CASES.put("lessthanorequal_scalar", g -> g.x().lte(0.5));
    CASES.put("equals_scalar", g -> g.x().eq(0.5));
    CASES.put("notequals_scalar", g -> g.x().neq(0.5));
    CASES.put("and", g -> g.sd().math.and(g.x().gt(0.5), g.y().gt(0)));
    CASES.put("or", g -> g.sd().math.or(g.x().gt(0.5), g.y().gt(0)));
    CASES.put("xor", g -> g.sd().math.xor(g.x().gt(0.5), g.y().gt(0)));
    CASES.put("Where", g -> g.sd().where(g.x(), g.y(), g.x().gt(g.y())));
    CASES.put("reshape", g -> g.sd().reshape(g.x(), -1, 6));
    CASES.put(
        "reshape computed",
        g ->
            g.sd()
                .reshape(
                    g.x(),
                    g.sd()
                        .concat(
                            0,
                            g.sd().shape(g.x()).get(SDIndex.interval(0, 1)),
                            g.sd().constant(Nd4j.createFromArray(12L)))));
    CASES.put("permute", g -> g.x().permute(2, 0, 1));
    CASES.put("transpose", g -> g.sd().transpose(g.sd().reshape(g.x(), -1, 6)));
    CASES.put("expand_dims", g -> g.sd().expandDims(g.x(), 1));
    CASES.put("squeeze", g -> g.sd().squeeze(g.sd().expandDims(g.x(), 2), 2));
    CASES.put("concat", g -> g.sd().concat(2, g.x(), g.y()));
    CASES.put("stack", g -> g.sd().stack(1, g.x(), g.y()));
    CASES.put("unstack", g -> g.sd().unstack(g.x(), 1, 3)[2]);
    CASES.put("split", g -> g.sd().split(g.x(), 2, 2)[1]);
    CASES.put("tile", g -> g.sd().tile(g.x(), 1, 2, 3));
    CASES.put("tile computed", g -> g.sd().tile(g.x(), g.ints(1, 2, 1)));
    CASES.put("shape_of", g -> g.sd().shape(g.x()));
    CASES.put("rank", g -> g.sd().rank(g.x()));
    CASES.put("size", g -> g.sd().size(g.x()));
    CASES.put("size_at", g -> g.sd().sizeAt(g.x(), 0));
    CASES.put("onehot", g -> g.sd().oneHot(g.rows(), 3));
    CASES.put("onehot values", g -> g.sd().oneHot(g.rows(), 3, 0, 2.0, 0.5, DataType.FLOAT));
    CASES.put("reverse", g -> g.sd().reverse(g.x(), 1, 2));
    CASES.put("range", g -> g.sd().range(1, 7, 2, DataType.INT64));
    CASES.put(
        "range computed",
        g ->
            g.sd()
                .range(
                    g.sd().constant(Nd4j.scalar(0L)),
                    g.sd().sizeAt(g.x(), 1).castTo(DataType.INT64),
                    g.sd().constant(Nd4j.scalar(1L)),
                    DataType.INT64));
    CASES.put("slice", g -> g.sd().slice(g.x(), new int[] {0, 1, 0}, 2, 2, -1));
    CASES.put("slice computed", g -> g.sd().slice(g.x(), g.ints(0, 1, 0), g.ints(2, -1, 3)));
    CASES.put(
        "strided_slice",
        g -> g.sd().stridedSlice(g.x(), new long[] {0, 0, 0}, new long[] {2, 3, 4}, 1, 2, 3));
    CASES.put(
        "strided_slice point",
        g -> g.x().get(SDIndex.all(), SDIndex.point(1), SDIndex.interval(1, 3)));
    CASES.put("gather", g -> g.sd().gather(g.x(), g.rows(), 1));
    CASES.put("gather settings", g -> g.sd().gather(g.x(), new int[] {2, 0}, 1));
    CASES.put(
        "gather_nd",
        g ->
            g.sd()
                .gatherNd(
                    g.x(), g.sd().constant(Nd4j.createFromArray(new int[][] {{0, 1}, {1, 2}}))));
    CASES.put("matmul", g -> g.sd().reshape(g.x(), -1, 4).mmul(g.weights(4, 5)));
    CASES.put("matmul right", g -> g.sd().mmul(g.x(), g.y(), false, true, false));
    CASES.put("matmul all", g -> g.sd().mmul(g.x(), g.y(), true, false, true));
    CASES.put(
        "xw_plus_b",
        g -> g.sd().nn.linear(g.sd().reshape(g.x(), -1, 4), g.weights(4, 5), g.weights(5)));
    CASES.put(
        "relu_layer",
        g -> g.sd().nn.reluLayer(g.sd().reshape(g.x(), -1, 4), g.weights(4, 5), g.weights(5)));
    CASES.put("biasadd", g -> g.sd().nn.biasAdd(g.x(), g.constant(1, 2, 3, 4), false));
    CASES.put("biasadd channels first", g -> g.sd().nn.biasAdd(g.x(), g.constant(1, 2, 3), true));
    CASES.put("tensordot", g -> g.sd().tensorMmul(g.x(), g.weights(4, 5), new int[] {2}, 0));
    CASES.put(
        "layer_norm",
        g -> g.sd().nn.layerNorm(g.x(), g.weights(4), g.constant(1, 2, 3, 4), false, 2));
    CASES.put("layer_norm without bias", g -> g.sd().nn.layerNorm(g.x(), g.weights(4), false, 2));
    CASES.put(
        "batchnorm",
        g ->
            g.sd()
                .nn
                .batchNorm(
                    g.x(),
                    g.constant(0.1f, 0.2f, 0.3f),
                    g.constant(1, 2, 3),
                    g.constant(2, 1, 0.5f),
                    g.constant(0.3f, 0.2f, 0.1f),
                    1e-3,
                    1));
    CASES.put("standardize", g -> g.sd().math.standardize(g.x(), 1));
    CASES.put(
        "pad",
        g ->
            g.sd()
                .nn
                .pad(
                    g.x(),
                    g.sd().constant(Nd4j.createFromArray(new int[][] {{0, 0}, {1, 0}, {2, 1}})),
                    0.5));
    CASES.put(
        "conv1d",
        g ->
            g.sd()
                .cnn
                .conv1d(
                    g.input("signal", DataType.FLOAT, -1, 3, 8),
                    g.weights(3, 3, 5),
                    g.weights(5),
                    Conv1DConfig.builder().k(3).s(1).p(0).paddingMode(PaddingMode.SAME).build()));
    CASES.put(
        "conv2d",
        g ->
            g.sd()
                .cnn
                .conv2d(
                    g.input("image", DataType.FLOAT, -1, 3, 6, 6),
                    g.weights(3, 2, 3, 4),
                    g.weights(4),
                    Conv2DConfig.builder()
                        .kH(3)
                        .kW(2)
                        .sH(2)
                        .sW(1)
                        .pH(1)
                        .paddingMode(PaddingMode.VALID)
                        .build()));
    CASES.put(
        "maxpool2d",
        g ->
            g.sd()
                .cnn
                .maxPooling2d(
                    g.input("image", DataType.FLOAT, -1, 3, 6, 6),
                    Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).build()));
    CASES.put(
        "avgpool2d",
        g ->
            g.sd()
                .cnn
                .avgPooling2d(
                    g.input("image", DataType.FLOAT, -1, 3, 6, 6),
                    Pooling2DConfig.builder().kH(3).kW(2).sH(1).sW(2).build()));
  }

  @TestFactory
  Stream<DynamicTest> onnxRuntimeComputesTheSame() {
    return CASES.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> check(entry.getKey(), entry.getValue())));
  }

  private static void check(String name, Function<Graph, SDVariable> maker) {
    SameDiff graph = SameDiff.create();
    SDVariable result = maker.apply(new Graph(graph)).rename("result");
    Map<String, INDArray> inputs = new TreeMap<>(INPUTS);
    inputs.keySet().retainAll(graph.inputs());
    INDArray expected = graph.output(inputs, result.name()).get("result");
    Path file = folder.resolve("operation.onnx");
    new OnnxFile("test", OnnxFile.MOST_INLINE_BYTES)
        .write(
            new SameDiffExporter(OperationMappers.standard())
                .export(graph, List.of("result"), SameDiffExporter.DEFAULT_LAYER_NORM_EPSILON),
            Map.of(),
            file);
    RuntimeRun.Result actual = RuntimeRun.of(file, inputs).get("result");
    assertArrayEquals(expected.shape(), actual.shape(), name);
    assertArrayEquals(
        expected.dup('c').castTo(DataType.DOUBLE).data().asDouble(), actual.values(), 2e-6, name);
  }

  @Test
  void everyMapperHasACase() {
    Set<String> operators = new TreeSet<>();
    for (Function<Graph, SDVariable> maker : CASES.values()) {
      SDVariable made = maker.apply(new Graph(SameDiff.create()));
      made.getSameDiff().getOps().values().forEach(op -> operators.add(op.getOp().opName()));
    }
    List<String> missing = new ArrayList<>(OperationMappers.standard().operators());
    missing.removeAll(operators);
    assertEquals(List.of(), missing);
  }

  @Test
  void anOperationWithoutMapperIsNamedWithItsPlace() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 4);
    graph.math.atanh("strange", x);
    UnmappedOperationException refusal =
        assertThrows(
            UnmappedOperationException.class,
            () ->
                new SameDiffExporter(OperationMappers.standard())
                    .export(graph, List.of("strange"), 0));
    assertTrue(refusal.getMessage().contains("\"atanh\" at \""), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("known are ClipByValue, Pow"), refusal.getMessage());
  }

  @Test
  void aMapperCanBeAdded() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 3, 4);
    graph.math.atanh("result", x.mul(0.1));
    Path file = folder.resolve("added.onnx");
    OperationMappers mappers =
        OperationMappers.standard().with("atanh", op -> op.result("Atanh", op.arguments()));
    new OnnxFile("test", OnnxFile.MOST_INLINE_BYTES)
        .write(new SameDiffExporter(mappers).export(graph, List.of("result"), 0), Map.of(), file);
    // atanh(0.3) = ln(1.3 / 0.7) / 2
    assertEquals(-0.3095196, RuntimeRun.of(file, Map.of("x", X)).get("result").values()[0], 1e-6);
  }

  @Test
  void onlyWhatTheOutputsNeedIsWritten() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 4);
    SDVariable unused = graph.placeHolder("unused", DataType.FLOAT, -1, 4);
    graph.math.atanh("other", unused.mul(graph.var("unusedWeight", Nd4j.ones(4))));
    x.mul(2.0).rename("result");
    var onnx =
        new SameDiffExporter(OperationMappers.standard()).export(graph, List.of("result"), 0);
    assertEquals(1, onnx.inputs().size());
    assertEquals(List.of("x_0", 4L), onnx.inputs().get(0).dims());
    assertTrue(onnx.constants().keySet().stream().noneMatch(name -> name.contains("unused")));
  }
}
