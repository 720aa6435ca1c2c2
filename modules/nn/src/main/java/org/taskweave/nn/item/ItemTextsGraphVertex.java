package org.taskweave.nn.item;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.nn.encoder.EncoderGraphVertex;
import org.taskweave.nn.optimize.RowUpdater;
import org.taskweave.nn.vertex.ParameterGraphVertex;
import org.taskweave.nn.vertex.RowTables;

/**
 * Runs an {@link ItemTextsVertex}: the encoder reads the texts in chunks, forward and then, from
 * the last to the first, once more forward and backward, so that only one chunk's states are kept
 * at a time. Dropout is the same in both, by a seed for each chunk.
 */
public final class ItemTextsGraphVertex extends ParameterGraphVertex implements AutoCloseable {

  private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  private final ItemTextsVertex configuration;
  private final EncoderGraphVertex encoder;
  private final GraphVertex pooling;

  /** Of all items, or null until asked for. */
  private List<int[]> tokens;

  /** Of the running batch. */
  private List<int[]> batchTokens;

  private List<TextChunk> batch;
  private long seed;

  ItemTextsGraphVertex(
      ItemTextsVertex configuration,
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    super(configuration, graph, name, index, parameters, initialize, type);
    this.configuration = configuration;
    this.encoder =
        (EncoderGraphVertex)
            configuration
                .encoder()
                .instantiate(graph, name, index, encoderPart(parameters), initialize, type);
    this.pooling = configuration.pooling().instantiate(graph, name, index, null, false, type);
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
        put(forward(chunk, texts, false), chunk, vectors);
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

  /** Vectors of a chunk [rows,H]. */
  private INDArray forward(TextChunk chunk, List<int[]> texts, boolean training) {
    INDArray[] read = encoderInputs(chunk, texts);
    encoder.setInputs(read);
    pooling.setInputs(encoder.doForward(training, NO_WORKSPACES), read[2]);
    return pooling.doForward(training, NO_WORKSPACES);
  }

  /** Token ids, token type ids, mask. */
  private INDArray[] encoderInputs(TextChunk chunk, List<int[]> texts) {
    long[] shape = {chunk.rows(), chunk.length()};
    return new INDArray[] {
      Nd4j.createFromArray(chunk.ids(texts)).reshape(shape),
      Nd4j.zeros(DataType.INT32, shape),
      Nd4j.createFromArray(chunk.mask(texts)).castTo(type()).reshape(shape)
    };
  }

  private static void put(INDArray vectors, TextChunk chunk, INDArray into) {
    INDArray real =
        vectors.get(NDArrayIndex.interval(0, chunk.texts().length), NDArrayIndex.all()).dup('c');
    RowTables.scatterUpdate(into, Nd4j.createFromArray(chunk.texts()), real);
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
        put(trainingForward(i), batch.get(i), vectors);
      }
    }
    return vectors;
  }

  private INDArray trainingForward(int chunk) {
    if (configuration.encoder().dropout() > 0) {
      Nd4j.getRandom().setSeed(seed + chunk);
    }
    return forward(batch.get(chunk), batchTokens, true);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      INDArray learned = learnedPart();
      INDArray sum = batch.size() > 1 ? Nd4j.zerosLike(learned) : null;
      List<Integer> words = new ArrayList<>();
      List<INDArray> atWords = new ArrayList<>();
      for (int i = batch.size() - 1; i >= 0; i--) {
        if (i < batch.size() - 1) {
          trainingForward(i);
        }
        backward(batch.get(i));
        if (sum != null) {
          sum.addi(learned);
          encoder
              .wordUpdater()
              .ifPresent(
                  updater -> {
                    IntStream.of(updater.rows()).forEach(words::add);
                    atWords.add(updater.gradient());
                  });
        }
      }
      if (sum != null) {
        learned.assign(sum);
        encoder
            .wordUpdater()
            .ifPresent(
                updater ->
                    updater.setGradient(
                        words.stream().mapToInt(Integer::intValue).toArray(),
                        Nd4j.vstack(atWords)));
      }
    }
    return new Pair<>(gradient(), new INDArray[inputs.length]);
  }

  /** The gradient of what the graph's updater moves. */
  private INDArray learnedPart() {
    INDArray flat = encoderPart(getGradientsViewArray());
    return flat.get(NDArrayIndex.interval(encoder.lengthApart(), flat.length()));
  }

  /** Of the chunk that was last run forward. */
  private void backward(TextChunk chunk) {
    INDArray atVectors = Nd4j.create(type(), chunk.rows(), hidden());
    INDArray picked = Nd4j.createUninitialized(type(), chunk.texts().length, hidden());
    RowTables.gather(epsilon.dup('c'), Nd4j.createFromArray(chunk.texts()), picked);
    atVectors
        .get(NDArrayIndex.interval(0, chunk.texts().length), NDArrayIndex.all())
        .assign(picked);
    pooling.setEpsilon(atVectors);
    encoder.setEpsilon(pooling.doBackward(false, NO_WORKSPACES).getSecond()[0]);
    encoder.doBackward(false, NO_WORKSPACES);
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
      chunks(tokens()).forEach(chunk -> encoder.storeFrozenStates(encoderInputs(chunk, tokens())));
    }
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
