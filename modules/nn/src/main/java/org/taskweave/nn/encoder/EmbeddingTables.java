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
  private final int positionOffset;
  private final int categoricalChannels;
  private final boolean numericChannels;

  EmbeddingTables(
      Map<String, INDArray> parameters,
      int positionOffset,
      int categoricalChannels,
      boolean numericChannels) {
    this.parameters = parameters;
    this.positionOffset = positionOffset;
    this.categoricalChannels = categoricalChannels;
    this.numericChannels = numericChannels;
  }

  /**
   * Word + position + token type embeddings, as far as there are tables, into [B*T,H].
   *
   * @param table [V,H]
   */
  void embed(INDArray table, EncoderInputs inputs, INDArray into) {
    RowTables.gather(table, inputs.flatTokenIds(), into);
    if (parameters.containsKey(EncoderParameters.POSITION)) {
      add(
          into.reshape(inputs.batchSize(), inputs.length(), into.size(1)),
          positionRows(parameters, inputs).reshape(1, inputs.length(), into.size(1)));
    }
    if (parameters.containsKey(EncoderParameters.TYPE)) {
      addRows(parameters.get(EncoderParameters.TYPE), inputs.flatTokenTypeIds(), into);
    }
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
    if (into.containsKey(EncoderParameters.POSITION)) {
      into.get(EncoderParameters.POSITION).assign(0);
      positionRows(into, inputs)
          .assign(gradient.reshape(inputs.batchSize(), inputs.length(), gradient.size(1)).sum(0));
    }
    if (into.containsKey(EncoderParameters.TYPE)) {
      INDArray type = into.get(EncoderParameters.TYPE);
      type.assign(0);
      RowTables.scatterAdd(type, inputs.flatTokenTypeIds(), gradient);
    }
  }

  /** The rows of the batch's positions in the table, or in its gradient [T,H]. */
  private INDArray positionRows(Map<String, INDArray> tables, EncoderInputs inputs) {
    return tables
        .get(EncoderParameters.POSITION)
        .get(
            NDArrayIndex.interval(positionOffset, positionOffset + inputs.length()),
            NDArrayIndex.all());
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
