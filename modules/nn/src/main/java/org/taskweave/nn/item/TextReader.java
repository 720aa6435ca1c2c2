package org.taskweave.nn.item;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.taskweave.engine.vertex.RowTables;
import org.taskweave.nn.encoder.EncoderGraphVertex;
import org.taskweave.nn.encoder.StateReader;

/**
 * An encoder and its pooling over one chunk of texts at a time. Gradients of several chunks are
 * added up, where the encoder alone would write each over the one before.
 */
final class TextReader {

  private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  private final EncoderGraphVertex encoder;
  private final GraphVertex pooling;
  private final DataType type;
  private final int hidden;

  /** What the graph's updater moves, and the words that have an updater of their own. */
  private INDArray sum;

  private final List<Integer> words = new ArrayList<>();
  private final List<INDArray> atWords = new ArrayList<>();

  TextReader(EncoderGraphVertex encoder, GraphVertex pooling, DataType type, int hidden) {
    this.encoder = encoder;
    this.pooling = pooling;
    this.type = type;
    this.hidden = hidden;
    encoder.readBy((StateReader) pooling);
  }

  /** Token ids, token type ids, mask. */
  INDArray[] inputs(TextChunk chunk, List<int[]> texts) {
    long[] shape = {chunk.rows(), chunk.length()};
    return new INDArray[] {
      Nd4j.createFromArray(chunk.ids(texts)).reshape(shape),
      Nd4j.zeros(DataType.INT32, shape),
      Nd4j.createFromArray(chunk.mask(texts)).castTo(type).reshape(shape)
    };
  }

  /**
   * Reads a chunk.
   *
   * @param into [R,H] all texts' vectors, of which the chunk's are written
   */
  void forward(TextChunk chunk, List<int[]> texts, boolean training, INDArray into) {
    INDArray vectors = forward(chunk, texts, training);
    INDArray real =
        vectors.get(NDArrayIndex.interval(0, chunk.texts().length), NDArrayIndex.all()).dup('c');
    RowTables.scatterUpdate(into, Nd4j.createFromArray(chunk.texts()), real);
  }

  /** Vectors of a chunk [rows,H], those that fill it up included. */
  INDArray forward(TextChunk chunk, List<int[]> texts, boolean training) {
    INDArray[] read = inputs(chunk, texts);
    encoder.setInputs(read);
    pooling.setInputs(null, read[2]);
    pooling.setInputs(encoder.doForward(training, NO_WORKSPACES), read[2]);
    return pooling.doForward(training, NO_WORKSPACES);
  }

  /** To be called before the first chunk goes backward. */
  void beginGradients() {
    sum = null;
    words.clear();
    atWords.clear();
  }

  /**
   * Adds the gradient of the chunk that was last read.
   *
   * @param atTexts at all texts' vectors [R,H]
   */
  void backward(TextChunk chunk, INDArray atTexts) {
    INDArray atVectors = Nd4j.create(type, chunk.rows(), hidden);
    INDArray picked = Nd4j.createUninitialized(type, chunk.texts().length, hidden);
    RowTables.gather(atTexts, Nd4j.createFromArray(chunk.texts()), picked);
    atVectors
        .get(NDArrayIndex.interval(0, chunk.texts().length), NDArrayIndex.all())
        .assign(picked);
    pooling.setEpsilon(atVectors);
    encoder.setEpsilon(pooling.doBackward(false, NO_WORKSPACES).getSecond()[0]);
    encoder.doBackward(false, NO_WORKSPACES);
    sum = sum == null ? learned().dup() : sum.addi(learned());
    encoder
        .wordUpdater()
        .ifPresent(
            updater -> {
              for (int word : updater.rows()) {
                words.add(word);
              }
              atWords.add(updater.gradient());
            });
  }

  /** Puts the sums where the updaters read them. */
  void endGradients() {
    learned().assign(sum);
    sum.close();
    encoder
        .wordUpdater()
        .ifPresent(
            updater ->
                updater.setGradient(
                    words.stream().mapToInt(Integer::intValue).toArray(), Nd4j.vstack(atWords)));
    beginGradients();
  }

  private INDArray learned() {
    INDArray view = encoder.getGradientsViewArray();
    INDArray flat = view.reshape(new long[] {view.length()});
    return flat.get(NDArrayIndex.interval(encoder.lengthApart(), flat.length()));
  }
}
