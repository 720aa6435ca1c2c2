package org.taskweave.nn.encoder;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.taskweave.engine.vertex.RowTables;

/** Looks tokens up, and carries a gradient at the looked-up rows back into the tables. */
final class EmbeddingTables {

  private final Map<String, INDArray> parameters;
  private final int categoricalChannels;
  private final boolean numericChannels;

  EmbeddingTables(
      Map<String, INDArray> parameters, int categoricalChannels, boolean numericChannels) {
    this.parameters = parameters;
    this.categoricalChannels = categoricalChannels;
    this.numericChannels = numericChannels;
  }

  /**
   * Word + position + token type embeddings into [B*T,H].
   *
   * @param words [V,H]
   */
  void embed(INDArray words, EncoderInputs inputs, INDArray into) {
    RowTables.gather(words, inputs.flatTokenIds(), into);
    add(into.reshape(inputs.batchSize(), inputs.length(), into.size(1)), positions(inputs));
    addRows(parameters.get(EncoderParameters.TYPE), inputs.flatTokenTypeIds(), into);
  }

  /** Adds the token channels to [B*T,H]. */
  void addChannels(EncoderInputs inputs, INDArray into) {
    for (int c = 0; c < categoricalChannels; c++) {
      INDArray table = parameters.get(EncoderParameters.categoricalChannel(c));
      addRows(table, inputs.flatCategoricalChannel(c), into);
    }
    if (numericChannels) {
      into.addi(
          inputs.flatNumericChannels().mmul(parameters.get(EncoderParameters.NUMERIC_CHANNELS)));
    }
  }

  /**
   * Gradients of the channels from the gradient at the states they were added to [B*T,H]; index 0
   * means "no value" and learns nothing.
   */
  void channelGradients(EncoderInputs inputs, INDArray gradient, Map<String, INDArray> into) {
    for (int c = 0; c < categoricalChannels; c++) {
      INDArray table = into.get(EncoderParameters.categoricalChannel(c));
      table.assign(0);
      RowTables.scatterAdd(table, inputs.flatCategoricalChannel(c), gradient);
      table.getRow(0).assign(0);
    }
    if (numericChannels) {
      into.get(EncoderParameters.NUMERIC_CHANNELS)
          .assign(inputs.flatNumericChannels().transpose().mmul(gradient));
    }
  }

  /**
   * Gradient of the words from the gradient at the embeddings' sum [B*T,H].
   *
   * @param into [V,H]
   */
  void wordGradients(EncoderInputs inputs, INDArray gradient, INDArray into) {
    into.assign(0);
    RowTables.scatterAdd(into, inputs.flatTokenIds(), gradient);
  }

  /** Gradients of position and type tables from the gradient at the embeddings' sum [B*T,H]. */
  void positionAndTypeGradients(
      EncoderInputs inputs, INDArray gradient, Map<String, INDArray> into) {
    INDArray position = into.get(EncoderParameters.POSITION);
    position.assign(0);
    position
        .get(NDArrayIndex.interval(0, inputs.length()), NDArrayIndex.all())
        .assign(gradient.reshape(inputs.batchSize(), inputs.length(), gradient.size(1)).sum(0));
    INDArray type = into.get(EncoderParameters.TYPE);
    type.assign(0);
    RowTables.scatterAdd(type, inputs.flatTokenTypeIds(), gradient);
  }

  private INDArray positions(EncoderInputs inputs) {
    INDArray table = parameters.get(EncoderParameters.POSITION);
    return table
        .get(NDArrayIndex.interval(0, inputs.length()), NDArrayIndex.all())
        .reshape(1, inputs.length(), table.size(1));
  }

  private static void addRows(INDArray table, INDArray indices, INDArray into) {
    INDArray rows = Nd4j.createUninitialized(into.dataType(), into.shape(), 'c');
    RowTables.gather(table, indices, rows);
    into.addi(rows);
  }

  private static void add(INDArray into, INDArray broadcast) {
    Nd4j.exec(DynamicCustomOp.builder("add").addInputs(into, broadcast).addOutputs(into).build());
  }
}
