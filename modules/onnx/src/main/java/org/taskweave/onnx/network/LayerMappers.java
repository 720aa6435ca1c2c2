package org.taskweave.onnx.network;

import static org.taskweave.onnx.graph.Attributes.real;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.taskweave.engine.vertex.RepeatedRowsLayer;

/** Layers. */
final class LayerMappers {

  private LayerMappers() {}

  static void addTo(Map<Class<?>, VertexMapper> table) {
    table.put(DenseLayer.class, LayerMappers::dense);
    table.put(
        RepeatedRowsLayer.class,
        vertex ->
            vertex.activated(
                linear(vertex, true), ((RepeatedRowsLayer) vertex.layer()).getActivationFn()));
    table.put(OutputLayer.class, LayerMappers::output);
    table.put(LossLayer.class, vertex -> activation(vertex, (LossLayer) vertex.layer()));
    table.put(
        ActivationLayer.class,
        vertex ->
            vertex.activated(
                vertex.argument(0), ((ActivationLayer) vertex.layer()).getActivationFn()));
    table.put(DropoutLayer.class, vertex -> vertex.argument(0));
    table.put(BatchNormalization.class, LayerMappers::batchNormalization);
  }

  private static String activation(NetworkVertex vertex, LossLayer layer) {
    return vertex.activated(vertex.argument(0), layer.getActivationFn());
  }

  private static String dense(NetworkVertex vertex) {
    DenseLayer layer = (DenseLayer) vertex.layer();
    if (layer.hasLayerNorm()) {
      throw vertex.refusal("a dense layer with layer norm inside cannot be written");
    }
    return vertex.activated(linear(vertex, layer.hasBias()), layer.getActivationFn());
  }

  private static String output(NetworkVertex vertex) {
    BaseOutputLayer layer = (BaseOutputLayer) vertex.layer();
    return vertex.activated(linear(vertex, layer.hasBias()), layer.getActivationFn());
  }

  /** Input [N,in] times W [in,out], plus b. */
  private static String linear(NetworkVertex vertex, boolean bias) {
    String product = vertex.node("MatMul", List.of(vertex.argument(0), vertex.constant("W")));
    return bias
        ? vertex.node("Add", List.of(product, vertex.constant("b", vertex.parameter("b").length())))
        : product;
  }

  /** With the running mean and variance; channels are dimension 1. */
  private static String batchNormalization(NetworkVertex vertex) {
    BatchNormalization layer = (BatchNormalization) vertex.layer();
    long[] size = {vertex.parameter("mean").length()};
    INDArray ones = Nd4j.ones(vertex.parameter("mean").dataType(), size);
    String gain =
        layer.isLockGammaBeta()
            ? vertex.constant("gamma", ones.mul(layer.getGamma()))
            : vertex.constant("gamma", size);
    String bias =
        layer.isLockGammaBeta()
            ? vertex.constant("beta", ones.mul(layer.getBeta()))
            : vertex.constant("beta", size);
    String variance =
        layer.isUseLogStd()
            ? vertex.constant("var", variance(vertex.parameter("log10stdev"), size))
            : vertex.constant("var", size);
    return vertex.node(
        "BatchNormalization",
        List.of(vertex.argument(0), gain, bias, vertex.constant("mean", size), variance),
        real("epsilon", layer.getEps()));
  }

  /** DL4J may keep the decimal logarithm of the deviation instead. */
  private static INDArray variance(INDArray logDeviation, long[] size) {
    INDArray deviation = Transforms.pow(Nd4j.valueArrayOf(size, 10.0), logDeviation.reshape(size));
    return deviation.mul(deviation).castTo(logDeviation.dataType());
  }
}
