package org.taskweave.nn.model;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.nn.encoder.EncoderGraphVertex;
import org.taskweave.nn.encoder.EncoderTraining;
import org.taskweave.nn.encoder.EncoderVertex;
import org.taskweave.nn.encoder.PoolingVertex;

/** Texts to vectors by a pretrained encoder as it is, without heads. Not thread-safe. */
public final class TextEncoder implements AutoCloseable {

  private final ComputationGraph graph;
  private final BatchArrays arrays = new BatchArrays(DataType.FLOAT);

  /** An encoder with pretrained weights. */
  public TextEncoder(PretrainedEncoder pretrained, EncoderRecipe.Pooling pooling) {
    EncoderPart.requireFullPooling(pretrained.config(), pooling, pretrained.name());
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder().dataType(DataType.FLOAT).graphBuilder();
    builder.addInputs(GraphNames.TOKEN_IDS, GraphNames.TOKEN_TYPE_IDS, GraphNames.MASK);
    builder.addVertex(
        GraphNames.SEQUENCE_ENCODER,
        new EncoderVertex(
            pretrained.config(), TokenChannels.NONE, EncoderTraining.WHOLE, new NoOp(), 0),
        GraphNames.TOKEN_IDS,
        GraphNames.TOKEN_TYPE_IDS,
        GraphNames.MASK);
    builder.addVertex(
        GraphNames.POOLED,
        new PoolingVertex(pooling),
        GraphNames.SEQUENCE_ENCODER,
        GraphNames.MASK);
    builder.setOutputs(GraphNames.POOLED);
    this.graph = new ComputationGraph(builder.build());
    graph.init();
    encoder().load(pretrained);
  }

  private EncoderGraphVertex encoder() {
    return (EncoderGraphVertex) graph.getVertex(GraphNames.SEQUENCE_ENCODER);
  }

  /**
   * Vectors of texts.
   *
   * @return [B,H], row-major
   */
  public float[] encode(SequenceInput texts) {
    return graph
        .output(
            false,
            arrays.inputs(
                List.of(GraphNames.TOKEN_IDS, GraphNames.TOKEN_TYPE_IDS, GraphNames.MASK),
                texts,
                BatchItems.NONE))[0]
        .dup('c')
        .data()
        .asFloat();
  }

  @Override
  public void close() {
    encoder().close();
  }
}
