package org.taskweave.nn.encoder;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The vertex's inputs of one batch, as {@link EncoderVertex} lists them.
 *
 * @param vectors [V,H] that ids point to; null if the vertex has a table of its own
 */
record EncoderInputs(
    INDArray tokenIds,
    INDArray tokenTypeIds,
    INDArray mask,
    INDArray categoricalChannels,
    INDArray numericChannels,
    INDArray vectors) {

  static EncoderInputs of(
      INDArray[] inputs, boolean categorical, boolean numeric, boolean readsVectors) {
    int next = 3;
    INDArray categories = categorical ? inputs[next++] : null;
    INDArray numbers = numeric ? inputs[next++] : null;
    return new EncoderInputs(
        inputs[0], inputs[1], inputs[2], categories, numbers, readsVectors ? inputs[next] : null);
  }

  int batchSize() {
    return (int) tokenIds.size(0);
  }

  int length() {
    return (int) tokenIds.size(1);
  }

  INDArray flatTokenIds() {
    return flat(tokenIds);
  }

  INDArray flatTokenTypeIds() {
    return flat(tokenTypeIds);
  }

  /** Channel c of [B,Q,T] as [B*T]. */
  INDArray flatCategoricalChannel(int c) {
    return flat(categoricalChannels.tensorAlongDimension(c, 0, 2).dup('c'));
  }

  /** [B*T,E]. */
  INDArray flatNumericChannels() {
    return numericChannels.reshape('c', new long[] {tokenIds.length(), numericChannels.size(2)});
  }

  private static INDArray flat(INDArray indices) {
    INDArray row = indices.reshape('c', new long[] {indices.length()});
    return row.dataType() == DataType.INT32 ? row : row.castTo(DataType.INT32);
  }
}
