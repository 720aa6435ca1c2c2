package org.taskweave.nn.attach;

import java.nio.file.Path;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.InvalidInputException;

/**
 * The layers of a sequential Keras model that reads token ids, as a SameDiff graph with the
 * placeholders tokenIds [B,T] and mask [B,T]. Padding does not count, whatever the model's
 * mask_zero says: the mean and maximum over time are those of real tokens. Dropout is left out.
 */
final class KerasGraph {

  private static final double FAR_BELOW = 1e9;

  private final Path file;
  private final SameDiff graph = SameDiff.create();
  private final DataType type;
  private final SDVariable ids;
  private final SDVariable mask;
  private SDVariable top;
  private boolean perToken = true;
  private long width;
  private int layers;

  private KerasGraph(Path file, DataType type) {
    this.file = file;
    this.type = type;
    this.ids = graph.placeHolder(EncoderInput.TOKEN_IDS.key(), DataType.INT32, -1, -1);
    this.mask = graph.placeHolder(EncoderInput.MASK.key(), type, -1, -1);
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it is none, or has a layer that cannot be part of an encoder
   */
  static SameDiff read(Path file, DataType type) {
    KerasGraph keras = new KerasGraph(file, type);
    for (Layer layer : KerasFile.read(file).getLayers()) {
      keras.add(layer);
    }
    return keras.graph;
  }

  private void add(Layer layer) {
    org.deeplearning4j.nn.conf.layers.Layer configuration = layer.conf().getLayer();
    if (configuration instanceof MaskZeroLayer masked) {
      configuration = masked.getUnderlying();
    }
    if (configuration instanceof DropoutLayer) {
      return;
    }
    if ((top == null) != configuration instanceof EmbeddingSequenceLayer) {
      throw refusal(
          configuration,
          top == null
              ? "is the first layer, but an encoder begins with an Embedding of token ids"
              : "looks up what is no token id");
    }
    if (configuration instanceof EmbeddingSequenceLayer embedding) {
      top = graph.gather(variable("embedding", layer.getParam("W")), ids, 0);
      width = layer.getParam("W").size(1);
      if (embedding.isHasBias()) {
        throw refusal(configuration, "has a bias");
      }
    } else if (configuration instanceof DenseLayer dense && !dense.hasLayerNorm()) {
      dense(layer, dense);
    } else if (configuration instanceof ActivationLayer activation) {
      top = activated(activation, activation.getActivationFn(), top);
    } else if (configuration instanceof GlobalPoolingLayer pooling && perToken) {
      pool(pooling);
    } else {
      throw refusal(
          configuration,
          "cannot be part of an encoder: Embedding, GlobalAveragePooling1D, GlobalMaxPooling1D,"
              + " Dense, Activation and Dropout can. Others may come as a SameDiff graph (.fb) or"
              + " as ONNX by taskweave import, but for LSTM, which ND4J 1.0.0-M2.1 cannot read from"
              + " a saved graph");
    }
    layers++;
  }

  private SDVariable variable(String kind, INDArray value) {
    return graph.var(kind + layers, value.castTo(type).dup('c'));
  }

  /** Of a state for each token, rows are multiplied: a product of three axes by two fails. */
  private void dense(Layer layer, BaseLayer dense) {
    INDArray weights = layer.getParam("W");
    SDVariable rows = perToken ? top.reshape(-1, width) : top;
    SDVariable product = rows.mmul(variable("kernel", weights));
    if (layer.getParam("b") != null) {
      INDArray bias = layer.getParam("b");
      product = product.add(variable("bias", bias.reshape(new long[] {bias.length()})));
    }
    width = weights.size(1);
    SDVariable active = activated(dense, dense.getActivationFn(), product);
    top = perToken ? perToken(active) : active;
  }

  private SDVariable perToken(SDVariable rows) {
    SDVariable size = graph.constant(org.nd4j.linalg.factory.Nd4j.createFromArray(width));
    return graph.reshape(rows, graph.concat(0, graph.shape(ids).castTo(DataType.INT64), size));
  }

  private void pool(GlobalPoolingLayer pooling) {
    SDVariable real = graph.expandDims(mask, 2);
    if (pooling.getPoolingType() == PoolingType.AVG) {
      top = top.mul(real).sum(1).div(graph.math().max(mask.sum(true, 1), one()));
    } else if (pooling.getPoolingType() == PoolingType.MAX) {
      top = top.add(real.sub(1.0).mul(FAR_BELOW)).max(1);
    } else {
      throw refusal(pooling, "pools by " + pooling.getPoolingType() + ", known are AVG and MAX");
    }
    perToken = false;
  }

  /** A row without a token has no mean; it becomes 0. */
  private SDVariable one() {
    return graph.constant(org.nd4j.linalg.factory.Nd4j.ones(type, 1, 1));
  }

  private SDVariable activated(
      org.deeplearning4j.nn.conf.layers.Layer layer, IActivation function, SDVariable values) {
    if (function instanceof ActivationIdentity) {
      return values;
    }
    if (function instanceof ActivationReLU && function.equals(new ActivationReLU())) {
      return graph.nn().relu(values, 0);
    }
    if (function instanceof ActivationTanH) {
      return graph.math().tanh(values);
    }
    if (function instanceof ActivationSigmoid) {
      return graph.nn().sigmoid(values);
    }
    if (function instanceof ActivationSoftPlus) {
      return graph.nn().softplus(values);
    }
    if (function instanceof ActivationSoftSign) {
      return graph.nn().softsign(values);
    }
    if (function instanceof ActivationSELU) {
      return graph.nn().selu(values);
    }
    if (function instanceof ActivationELU elu && elu.getAlpha() == 1) {
      return graph.nn().elu(values);
    }
    throw refusal(
        layer,
        "has the activation "
            + function
            + ", which an encoder cannot have: known are linear, relu, tanh, sigmoid, softplus,"
            + " softsign, elu and selu");
  }

  private InvalidInputException refusal(
      org.deeplearning4j.nn.conf.layers.Layer layer, String reason) {
    return new InvalidInputException(
        file
            + ": layer \""
            + layer.getLayerName()
            + "\" ("
            + layer.getClass().getSimpleName()
            + ") "
            + reason);
  }
}
