package org.taskweave.nn.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.ModelInput;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.engine.block.PlainBlocks;
import org.taskweave.engine.block.TokenRows;

/**
 * A whole encoder, embeddings included, as one plain SameDiff graph for any batch size B and length
 * T: for exporting it. Training and scoring use {@link LayersPlan} instead, which is faster.
 *
 * @param graph parameters are constants in it
 * @param inputs the placeholders: token ids and token type ids [B,T] (INT64), mask [B,T]; then, if
 *     the encoder has them, categorical channels [B,Q,T] (INT64), numeric channels [B,T,E] and the
 *     vectors [V,H] that ids point to
 * @param output the states [B,T,H]
 * @param layerNormEpsilon added to the variance in each layer norm; SameDiff's operation cannot say
 *     it
 */
public record EncoderGraph(
    SameDiff graph, List<String> inputs, String output, double layerNormEpsilon) {

  private static final String OUTPUT = "states";
  private static final String VECTORS = "vectors";

  public EncoderGraph {
    inputs = List.copyOf(inputs);
  }

  static EncoderGraph of(EncoderVertex vertex, Map<String, INDArray> parameters) {
    return new Builder(vertex, parameters).build();
  }

  /** Builds the graph. */
  private static final class Builder {

    private final EncoderVertex vertex;
    private final EncoderConfig config;
    private final SameDiff graph = SameDiff.create();
    private final DataType type;
    private final SDVariable tokenIds;
    private final SDVariable tokenTypeIds;
    private final SDVariable mask;
    private final SDVariable batchSize;
    private final SDVariable length;

    Builder(EncoderVertex vertex, Map<String, INDArray> parameters) {
      this.vertex = vertex;
      this.config = vertex.config();
      this.type = parameters.values().iterator().next().dataType();
      parameters.forEach((name, value) -> graph.constant(name, value.dup('c')));
      this.tokenIds = graph.placeHolder(ModelInput.TOKEN_IDS.key(), DataType.INT64, -1, -1);
      this.tokenTypeIds =
          graph.placeHolder(ModelInput.TOKEN_TYPE_IDS.key(), DataType.INT64, -1, -1);
      this.mask = graph.placeHolder(ModelInput.MASK.key(), type, -1, -1);
      SDVariable shape = graph.shape(tokenIds);
      this.batchSize = graph.gather(shape, longs(0), 0); // [1]
      this.length = graph.gather(shape, longs(1), 0); // [1]
    }

    EncoderGraph build() {
      TransformerGraph transformer =
          new TransformerGraph(
              graph,
              config,
              vertex.causal(),
              this::reshape,
              new PlainBlocks(graph, this::reshape),
              Optional.empty());
      List<SDVariable> channels = channels();
      SDVariable states = embeddings();
      if (!vertex.freezeEmbeddings()) {
        states = sum(states, channels);
      }
      states = transformer.embeddings(states);
      for (int i = 0; i < config.layers(); i++) {
        if (vertex.freezeEmbeddings() && i == vertex.freezeLayers()) {
          states = sum(states, channels);
        }
        states = transformer.layer(i, states, mask);
      }
      states = transformer.top(states);
      if (vertex.freezeEmbeddings() && vertex.freezeLayers() == config.layers()) {
        states = sum(states, channels);
      }
      reshape(states, -1, TokenRows.LENGTH, config.hiddenSize()).rename(OUTPUT);
      List<String> inputs =
          new ArrayList<>(
              List.of(
                  ModelInput.TOKEN_IDS.key(),
                  ModelInput.TOKEN_TYPE_IDS.key(),
                  ModelInput.MASK.key()));
      if (vertex.categoricalChannelSizes().length > 0) {
        inputs.add(ModelInput.CATEGORICAL_CHANNELS.key());
      }
      if (vertex.numericChannels() > 0) {
        inputs.add(ModelInput.NUMERIC_CHANNELS.key());
      }
      if (vertex.readsVectors()) {
        inputs.add(VECTORS);
      }
      return new EncoderGraph(graph, inputs, OUTPUT, config.layerNormEpsilon());
    }

    /** Word + position + token type embeddings, as far as there are tables [B*T,H]. */
    private SDVariable embeddings() {
      SDVariable sum = graph.gather(table(), tokenIds, 0);
      if (!config.layout().rotary()) {
        sum = sum.add(look(EncoderParameters.POSITION, positions())); // [T,H]
      }
      if (config.typeVocabSize() > 0) {
        sum = sum.add(look(EncoderParameters.TYPE, tokenTypeIds));
      }
      return sum.reshape(-1, config.hiddenSize());
    }

    /** Rows of the position table [T]. */
    private SDVariable positions() {
      SDVariable fromZero =
          graph.range(
              graph.constant(Nd4j.scalar(0L)),
              graph.squeeze(length, 0),
              graph.constant(Nd4j.scalar(1L)),
              DataType.INT64);
      int offset = config.layout().positionOffset();
      return offset == 0 ? fromZero : fromZero.add(graph.constant(Nd4j.scalar((long) offset)));
    }

    private SDVariable table() {
      return vertex.readsVectors()
          ? graph.placeHolder(VECTORS, type, -1, config.hiddenSize())
          : graph.getVariable(EncoderParameters.WORD);
    }

    /** What each channel adds to the states, [B*T,H] each. */
    private List<SDVariable> channels() {
      List<SDVariable> added = new ArrayList<>();
      int categorical = vertex.categoricalChannelSizes().length;
      if (categorical > 0) {
        SDVariable[] indices =
            graph.unstack(
                graph.placeHolder(
                    ModelInput.CATEGORICAL_CHANNELS.key(), DataType.INT64, -1, categorical, -1),
                1,
                categorical);
        for (int c = 0; c < categorical; c++) {
          added.add(
              look(EncoderParameters.categoricalChannel(c), indices[c])
                  .reshape(-1, config.hiddenSize()));
        }
      }
      if (vertex.numericChannels() > 0) {
        added.add(
            graph
                .placeHolder(
                    ModelInput.NUMERIC_CHANNELS.key(), type, -1, -1, vertex.numericChannels())
                .reshape(-1, vertex.numericChannels())
                .mmul(graph.getVariable(EncoderParameters.NUMERIC_CHANNELS)));
      }
      return added;
    }

    private static SDVariable sum(SDVariable states, List<SDVariable> added) {
      SDVariable sum = states;
      for (SDVariable value : added) {
        sum = sum.add(value);
      }
      return sum;
    }

    private SDVariable look(String table, SDVariable indices) {
      return graph.gather(graph.getVariable(table), indices, 0);
    }

    private SDVariable reshape(SDVariable values, long... shape) {
      SDVariable[] sizes = new SDVariable[shape.length];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] =
            shape[i] == TokenRows.LENGTH ? length : shape[i] == -1 ? batchSize : longs(shape[i]);
      }
      return graph.reshape(values, graph.concat(0, sizes));
    }

    private SDVariable longs(long value) {
      return graph.constant(Nd4j.createFromArray(value));
    }
  }
}
