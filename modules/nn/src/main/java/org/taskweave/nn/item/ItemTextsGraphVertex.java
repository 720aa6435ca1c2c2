package org.taskweave.nn.item;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.engine.plan.Precision;
import org.taskweave.engine.vertex.ParameterGraphVertex;
import org.taskweave.engine.vertex.VertexSite;
import org.taskweave.nn.encoder.EncoderGraphVertex;
import org.taskweave.nn.optimize.RowUpdater;

/**
 * Runs an {@link ItemTextsVertex}: the encoder reads the texts in chunks, forward and then, from
 * the last to the first, once more forward and backward, so that only one chunk's states are kept
 * at a time. Dropout is the same in both, by a seed for each chunk.
 */
public final class ItemTextsGraphVertex extends ParameterGraphVertex implements AutoCloseable {

  private final ItemTextsVertex configuration;
  private final EncoderGraphVertex encoder;
  private final TextReader reader;

  /** Of all items, or null until asked for. */
  private List<int[]> tokens;

  /** Of the running batch. */
  private List<int[]> batchTokens;

  private List<TextChunk> batch;
  private long seed;

  ItemTextsGraphVertex(ItemTextsVertex configuration, VertexSite site) {
    super(configuration, site);
    this.configuration = configuration;
    this.encoder =
        (EncoderGraphVertex) configuration.encoder().run(site.with(encoderPart(site.parameters())));
    this.reader =
        new TextReader(
            encoder, configuration.pooling().run(site.with(null)), site.type(), hidden());
  }

  private INDArray encoderPart(INDArray flat) {
    return flat == null
        ? null
        : flat.reshape(new long[] {flat.length()})
            .get(NDArrayIndex.interval(configuration.tokenValues(), flat.length()));
  }

  /** Copies pretrained weights in. */
  public void load(PretrainedEncoder pretrained) {
    encoder.load(pretrained);
  }

  /**
   * Sets the texts.
   *
   * @param texts token ids of each item's [N], none longer than the vertex was made for
   */
  public void setTokens(List<int[]> texts) {
    INDArray table = parameters().get(ItemTextsVertex.TOKENS);
    int longest = (int) table.size(1);
    float[] values = new float[(int) table.length()];
    Arrays.fill(values, ItemTextsVertex.NO_TOKEN);
    for (int item = 0; item < texts.size(); item++) {
      int[] ids = texts.get(item);
      for (int t = 0; t < ids.length; t++) {
        values[item * longest + t] = ids[t];
      }
    }
    table.assign(Nd4j.createFromArray(values).reshape(table.shape()));
    tokens = null;
  }

  /**
   * Takes over another's encoder, for more items.
   *
   * @param texts token ids of all items' [N]
   */
  public void extend(ItemTextsGraphVertex other, List<int[]> texts) {
    encoder.params().assign(other.encoder.params());
    setTokens(texts);
  }

  /** Token ids of each item's text [N]. */
  public List<int[]> tokens() {
    if (tokens == null) {
      int[][] rows = parameters().get(ItemTextsVertex.TOKENS).toIntMatrix();
      tokens =
          Arrays.stream(rows)
              .map(row -> Arrays.stream(row).takeWhile(id -> id >= 0).toArray())
              .toList();
    }
    return tokens;
  }

  /** The vectors of all items' texts [N,H], as the encoder now reads them. */
  public INDArray vectors() {
    return vectors(tokens());
  }

  /** The vectors of texts [R,H], as the encoder now reads them, without dropout. */
  public INDArray vectors(List<int[]> texts) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      INDArray vectors = Nd4j.createUninitialized(type(), texts.size(), hidden());
      for (TextChunk chunk : chunks(texts)) {
        reader.forward(chunk, texts, false, vectors);
      }
      return vectors;
    }
  }

  private List<TextChunk> chunks(List<int[]> texts) {
    return TextChunk.of(texts, configuration.encoder().config().maxPositions());
  }

  private DataType type() {
    return parameters().get(ItemTextsVertex.TOKENS).dataType();
  }

  private int hidden() {
    return configuration.encoder().config().hiddenSize();
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    if (!training) {
      return workspaces.create(ArrayType.ACTIVATIONS, type(), new long[] {1, hidden()}, 'c');
    }
    List<int[]> all = tokens();
    int[] rows = inputs[0].reshape(new long[] {inputs[0].length()}).toIntVector();
    batchTokens = Arrays.stream(rows).mapToObj(all::get).toList();
    batch = chunks(batchTokens);
    seed = configuration.encoder().dropout() > 0 ? Nd4j.getRandom().nextLong() : 0;
    INDArray vectors =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, type(), new long[] {batchTokens.size(), hidden()}, 'c');
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      for (int i = 0; i < batch.size(); i++) {
        drawDropoutAs(i);
        reader.forward(batch.get(i), batchTokens, true, vectors);
      }
    }
    return vectors;
  }

  private void drawDropoutAs(int chunk) {
    if (configuration.encoder().dropout() > 0) {
      Nd4j.getRandom().setSeed(seed + chunk);
    }
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      INDArray atTexts = epsilon.dup('c');
      int last = batch.size() - 1;
      reader.beginGradients();
      for (int i = last; i >= 0; i--) {
        if (i < last) {
          drawDropoutAs(i);
          reader.forward(batch.get(i), batchTokens, true);
        }
        reader.backward(batch.get(i), atTexts);
      }
      reader.endGradients();
    }
    return new Pair<>(gradient(), new INDArray[inputs.length]);
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    super.setBackpropGradientsViewArray(view);
    encoder.setBackpropGradientsViewArray(encoderPart(view));
  }

  /** Number of leading values of the vertex's parameters that the graph's updater leaves alone. */
  public long lengthApart() {
    return configuration.tokenValues() + encoder.lengthApart();
  }

  /** The word embeddings' own updater, if they are updated lazily. */
  public Optional<RowUpdater> wordUpdater() {
    return encoder.wordUpdater();
  }

  /** Computes the frozen layers' outputs of all texts and keeps them, where the recipe asks. */
  public void storeFrozenStates() {
    if (encoder.storesFrozenStates()) {
      chunks(tokens()).forEach(chunk -> encoder.storeFrozenStates(reader.inputs(chunk, tokens())));
    }
  }

  /** Sets the precision of the encoder's linear layers in training. */
  public void trainIn(Precision products) {
    encoder.trainIn(products);
  }

  /** Whether frozen layers' outputs can be kept. */
  public boolean storesFrozenStates() {
    return encoder.storesFrozenStates();
  }

  @Override
  public void close() {
    encoder.close();
  }
}
