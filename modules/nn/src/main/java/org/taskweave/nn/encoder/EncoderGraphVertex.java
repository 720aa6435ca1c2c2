package org.taskweave.nn.encoder;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.engine.plan.Precision;
import org.taskweave.engine.vertex.ParameterGraphVertex;
import org.taskweave.engine.vertex.RowTables;
import org.taskweave.engine.vertex.VertexSite;
import org.taskweave.nn.optimize.RowUpdater;

/**
 * Runs an {@link EncoderVertex}. The frozen part's output depends on token ids alone; the token
 * channels join where learning begins: before the embedding norm when nothing is frozen, else at
 * the input of the first trainable layer, so that no gradient has to pass through a frozen layer.
 */
public final class EncoderGraphVertex extends ParameterGraphVertex implements SequenceEncoder {

  private final EncoderVertex configuration;
  private final EmbeddingTables tables;
  private final EncoderPlans plans;
  private FrozenStates frozenStates;
  private boolean sharesFrozenStates;

  /** Null unless the word embeddings are updated lazily. */
  private final RowUpdater wordUpdater;

  private LayersPlan running;

  /** Of a vertex that is no part of a graph's wiring; null to ask the graph. */
  private StateReader reader;

  private boolean givesAllStates;

  /** Of the pass under way; null without a teacher. */
  private UnaryOperator<INDArray> stateGradient;

  private INDArray taughtStates;

  EncoderGraphVertex(EncoderVertex configuration, VertexSite site) {
    super(configuration, site);
    this.configuration = configuration;
    this.tables =
        new EmbeddingTables(
            parameters(),
            configuration.config().layout().positionOffset(),
            configuration.categoricalChannelSizes().length,
            configuration.numericChannels() > 0);
    this.wordUpdater =
        configuration.lazyEmbeddings()
            ? configuration.wordUpdater(parameters().get(EncoderParameters.WORD))
            : null;
    this.plans = new EncoderPlans(configuration, parameters());
    this.frozenStates = ownFrozenStates();
  }

  /** Copies pretrained weights in; the token channels become zero. */
  public void load(PretrainedEncoder pretrained) {
    if (configuration.readsVectors() || !configuration.config().equals(pretrained.config())) {
      throw new IllegalArgumentException(
          "the vertex was made for "
              + configuration.config()
              + ", the weights are of "
              + pretrained.config());
    }
    EncoderParameters.assign(parameters(), pretrained);
    releaseFrozenStates();
    frozenStates = ownFrozenStates();
  }

  /**
   * Copies of the weights as a pretrained encoder has them, without token channels.
   *
   * @return by the names of {@link org.taskweave.core.encoder.EncoderTensors}
   */
  public Map<String, WeightTensor> weights() {
    return EncoderWeights.of(configuration.config(), parameters());
  }

  /** H. */
  public int hiddenSize() {
    return configuration.config().hiddenSize();
  }

  /**
   * Adds a gradient at its states in the training passes that follow, to that of what reads them.
   *
   * @param gradient of the states [B*T,H], whose padding is undefined, to their gradient [B*T,H];
   *     null for none
   */
  public void teachStates(UnaryOperator<INDArray> gradient) {
    stateGradient = gradient;
    taughtStates = null;
  }

  /**
   * Names what reads its states, where the graph does not: a vertex that is run by another one.
   *
   * @param alone the only one that reads them
   */
  public void readBy(StateReader alone) {
    reader = alone;
  }

  /** Gives the states of all tokens from now on, whatever its readers ask for. */
  public void giveAllStates() {
    givesAllStates = true;
  }

  /** The one token of each sequence that is read [B], if only they are. */
  private Optional<int[]> tokensRead(EncoderInputs batch, boolean withGradients) {
    boolean all = givesAllStates || (withGradients && stateGradient != null) || batch.length() == 1;
    return all
        ? Optional.empty()
        : onlyReader().flatMap(read -> read.tokensRead(batch.batchSize(), batch.length()));
  }

  private Optional<StateReader> onlyReader() {
    if (reader != null) {
      return Optional.of(reader);
    }
    VertexIndices[] readers = getOutputVertices();
    if (readers == null
        || readers.length != 1
        || graph.getConfiguration().getNetworkOutputs().contains(getVertexName())) {
      return Optional.empty();
    }
    return graph.getVertices()[readers[0].getVertexIndex()] instanceof StateReader only
        ? Optional.of(only)
        : Optional.empty();
  }

  /** How many transformer layers it has. */
  public int layers() {
    return configuration.config().layers();
  }

  /** The word embeddings [V,H] themselves. */
  public INDArray words() {
    return parameters().get(EncoderParameters.WORD);
  }

  /** The word embeddings' place in the gradient [V,H]; null until there is one. */
  public INDArray atWords() {
    return gradients() == null ? null : gradients().get(EncoderParameters.WORD);
  }

  /** The encoder's inference graph for any batch and length, with copies of the parameters. */
  public EncoderGraph inferenceGraph() {
    return EncoderGraph.of(configuration, parameters());
  }

  private FrozenStates ownFrozenStates() {
    return new FrozenStates(configuration.frozenStatesMegabytes() << 20);
  }

  /**
   * Reads and stores outputs of the frozen layers elsewhere from now on.
   *
   * @param shared filled by the same weights with the same layers frozen; stays open when the
   *     vertex is closed
   */
  @Override
  public void shareFrozenStates(FrozenStates shared) {
    releaseFrozenStates();
    frozenStates = shared;
    sharesFrozenStates = true;
  }

  private void releaseFrozenStates() {
    if (!sharesFrozenStates) {
      frozenStates.clear();
    }
    sharesFrozenStates = false;
  }

  /**
   * Number of leading values of the parameter vector that DL4J's updater leaves alone: frozen ones,
   * and word embeddings that are updated lazily.
   */
  @Override
  public long lengthApart() {
    long length = 0;
    for (Map.Entry<String, INDArray> parameter : parameters().entrySet()) {
      if (!configuration.apart(parameter.getKey())) {
        break;
      }
      length += parameter.getValue().length();
    }
    return length;
  }

  /** The word embeddings' own updater, if they are updated lazily. */
  @Override
  public Optional<RowUpdater> wordUpdater() {
    return Optional.ofNullable(wordUpdater);
  }

  @Override
  public void trainIn(Precision products) {
    plans.trainIn(products);
  }

  /** Bytes of native memory that the execution plans share. */
  @Override
  public long planBytes() {
    return plans.bytes();
  }

  /** Bytes of native memory that stored outputs of frozen layers take. */
  @Override
  public long frozenStatesBytes() {
    return frozenStates.bytes();
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    EncoderInputs batch = batch();
    if (batch.length() > configuration.config().maxPositions()) {
      throw new IllegalArgumentException(
          "sequences have "
              + batch.length()
              + " tokens, but the encoder has positions for "
              + configuration.config().maxPositions());
    }
    plans.bound();
    boolean withGradients = training && gradients() != null;
    Optional<int[]> read = tokensRead(batch, withGradients);
    running =
        read.isPresent() && plans.oneTokenOfTrainable()
            ? plans.trainableOneToken(batch.batchSize(), batch.length(), withGradients, gradients())
            : plans.trainable(batch.batchSize(), batch.length(), withGradients, gradients());
    if (running.cells() != null) {
      running.cells().assign(Nd4j.createFromArray(read.orElseThrow()));
    }
    if (configuration.freezeEmbeddings()) {
      if (!frozenStates.read(batch, running.states())) {
        computeFrozen(batch, read, running.states());
      }
    } else {
      tables.embed(table(batch), batch, running.states());
    }
    tables.addChannels(batch, running.states());
    running.mask().assign(batch.mask());
    INDArray states = running.forward();
    if (withGradients && stateGradient != null) {
      try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        taughtStates = states.dup('c');
      }
    }
    INDArray activations;
    if (running.cells() == null) {
      activations = workspaces.dup(ArrayType.ACTIVATIONS, states, 'c');
    } else {
      activations =
          workspaces.create(ArrayType.ACTIVATIONS, states.dataType(), tokensShape(batch), 'c');
      RowTables.scatterUpdate(activations, running.cells(), states);
    }
    return activations.reshape(batch.batchSize(), batch.length(), hiddenSize());
  }

  /** [B*T,H]. */
  private long[] tokensShape(EncoderInputs batch) {
    return new long[] {(long) batch.batchSize() * batch.length(), hiddenSize()};
  }

  private INDArray table(EncoderInputs batch) {
    return configuration.readsVectors()
        ? batch.vectors()
        : parameters().get(EncoderParameters.WORD);
  }

  /** Runs the frozen layers; where they are all there are, for the tokens alone that are read. */
  private void computeFrozen(EncoderInputs batch, Optional<int[]> read, INDArray into) {
    if (read.isEmpty() || !plans.oneTokenOfFrozen()) {
      into.assign(frozen(batch, plans.frozen(batch.batchSize(), batch.length())));
      return;
    }
    LayersPlan frozen = plans.frozenOneToken(batch.batchSize(), batch.length());
    frozen.cells().assign(Nd4j.createFromArray(read.get()));
    into.assign(0);
    RowTables.scatterUpdate(into, frozen.cells(), frozen(batch, frozen));
  }

  private INDArray frozen(EncoderInputs batch, LayersPlan frozen) {
    tables.embed(table(batch), batch, frozen.states());
    frozen.mask().assign(batch.mask());
    return frozen.forward();
  }

  /** Whether the frozen layers' outputs can be stored: something is frozen, and a bound is set. */
  @Override
  public boolean storesFrozenStates() {
    return configuration.freezeEmbeddings() && frozenStates.enabled();
  }

  /**
   * Computes the frozen layers for a batch and stores their outputs, up to the bound; later passes
   * over the same sequences read them.
   *
   * @param inputs as the vertex's own: token ids, token type ids, mask
   */
  @Override
  public void storeFrozenStates(INDArray... inputs) {
    EncoderInputs batch = EncoderInputs.of(inputs, false, false, false);
    plans.bound();
    LayersPlan frozen = plans.frozen(batch.batchSize(), batch.length());
    frozenStates.store(batch, frozen(batch, frozen));
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    EncoderInputs batch = batch();
    if (running == null || running.epsilon() == null) {
      throw new IllegalStateException(
          "the forward pass ran without gradients: initialise the graph's gradient view first");
    }
    if (running.cells() == null) {
      running.epsilon().assign(epsilon.reshape(running.epsilon().shape()));
    } else {
      INDArray atTokens = epsilon.dup('c').reshape('c', tokensShape(batch));
      RowTables.gather(atTokens, running.cells(), running.epsilon());
    }
    if (stateGradient != null) {
      try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        running.epsilon().addi(stateGradient.apply(taughtStates));
      }
    }
    INDArray atStates = running.backward();
    if (atStates == null) {
      return new Pair<>(gradient(), new INDArray[inputs.length]);
    }
    tables.channelGradients(batch, atStates, gradients());
    if (!configuration.freezeEmbeddings()) {
      tables.positionAndTypeGradients(batch, atStates, gradients());
      if (wordUpdater != null) {
        wordUpdater.setGradient(batch.flatTokenIds().toIntVector(), atStates);
      } else if (!configuration.readsVectors()) {
        tables.wordGradients(batch, atStates, gradients().get(EncoderParameters.WORD));
      }
    }
    INDArray[] atInputs = new INDArray[inputs.length];
    if (configuration.readsVectors()) {
      INDArray atVectors =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD, atStates.dataType(), batch.vectors().shape(), 'c');
      tables.wordGradients(batch, atStates, atVectors);
      atInputs[inputs.length - 1] = atVectors;
    }
    return new Pair<>(gradient(), atInputs);
  }

  private EncoderInputs batch() {
    return EncoderInputs.of(
        inputs,
        configuration.categoricalChannelSizes().length > 0,
        configuration.numericChannels() > 0,
        configuration.readsVectors());
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    super.setBackpropGradientsViewArray(view);
    plans.clear();
  }

  /** Kernel times of the training plan of the last batch. */
  @Override
  public List<String> profile(int repeats) {
    return running.profile(repeats);
  }

  @Override
  public void close() {
    releaseFrozenStates();
    plans.close();
  }
}
