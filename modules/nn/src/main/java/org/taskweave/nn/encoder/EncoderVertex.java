package org.taskweave.nn.encoder;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.taskweave.core.batch.ModelInput;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.engine.vertex.ParameterVertex;
import org.taskweave.engine.vertex.VertexSite;
import org.taskweave.nn.optimize.RowUpdater;

/**
 * A transformer encoder as a vertex: token ids [B,T] to token states [B,T,H]. It reads words by a
 * table of its own, or, as a sequence model over items, vectors that another vertex makes.
 *
 * <p>Inputs, in this order: token ids [B,T] and token type ids [B,T] (INT32), mask [B,T]; then, if
 * the encoder has them, categorical channels [B,Q,T] (INT32), numeric channels [B,T,E] and the
 * vectors [V,H], which token ids then point to.
 *
 * <p>The fields are the DL4J JSON; a field of another name or type breaks saved models.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class EncoderVertex extends ParameterVertex {

  private static final double INITIAL_DEVIATION = 0.02;
  private static final double NARROW_GAIN = 0.7;

  private int vocabSize;
  private int hiddenSize;
  private int layers;
  private int attentionHeads;
  private int intermediateSize;
  private int maxPositions;
  private int typeVocabSize;
  private double layerNormEpsilon;
  private String hiddenActivation;
  private SavedLayout layout;
  private int[] categoricalChannelSizes;
  private int numericChannels;
  private double dropout;
  private boolean freezeEmbeddings;
  private int freezeLayers;
  private long frozenStatesMegabytes;
  private boolean lazyEmbeddings;
  private boolean causal;
  // Named as models were saved.
  private boolean givenWords;

  /** For Jackson. */
  EncoderVertex() {}

  /**
   * A vertex for an encoder with token channels.
   *
   * @param updater of every trainable parameter
   * @param weightDecay decoupled, times the learning rate; 0 for none
   */
  public EncoderVertex(
      EncoderConfig config,
      TokenChannels channels,
      EncoderTraining training,
      IUpdater updater,
      double weightDecay) {
    super(updater, weightDecay);
    this.vocabSize = config.vocabSize();
    this.hiddenSize = config.hiddenSize();
    this.layers = config.layers();
    this.attentionHeads = config.attentionHeads();
    this.intermediateSize = config.intermediateSize();
    this.maxPositions = config.maxPositions();
    this.typeVocabSize = config.typeVocabSize();
    this.layerNormEpsilon = config.layerNormEpsilon();
    this.hiddenActivation = config.hiddenActivation();
    this.layout = SavedLayout.of(config.layout());
    this.causal = config.layout().causal();
    this.categoricalChannelSizes =
        channels.categorical().stream().mapToInt(TokenChannels.Categorical::size).toArray();
    this.numericChannels = channels.numeric().size();
    this.dropout = training.dropout();
    this.freezeEmbeddings = training.frozenEmbeddings();
    this.freezeLayers = training.frozenLayers();
    this.frozenStatesMegabytes = training.frozenStatesMegabytes();
    this.lazyEmbeddings = training.lazyEmbeddings();
    if (freezeLayers < 0 || freezeLayers > layers) {
      throw new IllegalArgumentException(
          "frozenLayers is " + freezeLayers + ", but the encoder has " + layers + " layers");
    }
  }

  /**
   * A sequence model whose tokens attend to themselves and those before them alone, over vectors
   * that are an input. All of it is trained from its initial weights.
   *
   * @param updater of every parameter
   * @param weightDecay decoupled, times the learning rate; 0 for none
   */
  public static EncoderVertex sequenceModel(
      EncoderConfig config,
      TokenChannels channels,
      double dropout,
      IUpdater updater,
      double weightDecay) {
    EncoderVertex vertex =
        new EncoderVertex(
            config, channels, EncoderTraining.WHOLE.withDropout(dropout), updater, weightDecay);
    vertex.causal = true;
    vertex.givenWords = true;
    return vertex;
  }

  /** As this one, with tokens that attend to all tokens. */
  public EncoderVertex bidirectional() {
    EncoderVertex other = (EncoderVertex) clone();
    other.causal = false;
    return other;
  }

  /** Whether a token attends to itself and those before it alone. */
  boolean causal() {
    return causal;
  }

  /** Whether the vectors that ids point to are an input, as items' are to a sequence model. */
  public boolean readsVectors() {
    return givenWords;
  }

  /** Its sizes. */
  public EncoderConfig config() {
    return new EncoderConfig(
        vocabSize,
        hiddenSize,
        layers,
        attentionHeads,
        intermediateSize,
        maxPositions,
        typeVocabSize,
        layerNormEpsilon,
        hiddenActivation,
        layout.layout());
  }

  /**
   * Refuses inputs that there are no rows for.
   *
   * @param channels of the tokens
   * @param tokens number of different ids: what is read has the ids from 0 to one less
   * @param longest number of tokens of a sequence
   * @throws IllegalArgumentException naming what does not fit
   */
  public void requireReads(TokenChannels channels, int tokens, int longest) {
    int[] sizes =
        channels.categorical().stream().mapToInt(TokenChannels.Categorical::size).toArray();
    if (!Arrays.equals(sizes, categoricalChannelSizes)
        || channels.numeric().size() != numericChannels) {
      throw new IllegalArgumentException(
          "its encoder reads token channels of the sizes "
              + Arrays.toString(categoricalChannelSizes)
              + " and "
              + numericChannels
              + " numbers, the preprocessing makes "
              + Arrays.toString(sizes)
              + " and "
              + channels.numeric().size());
    }
    if (!givenWords && tokens > vocabSize) {
      throw new IllegalArgumentException(
          "its encoder knows "
              + vocabSize
              + " tokens, the tokenizer's ids go up to "
              + (tokens - 1));
    }
    if (longest > maxPositions) {
      throw new IllegalArgumentException(
          "its encoder reads " + maxPositions + " tokens, sequences have up to " + longest);
    }
  }

  int[] categoricalChannelSizes() {
    return categoricalChannelSizes;
  }

  int numericChannels() {
    return numericChannels;
  }

  /** After the embeddings and each sub-layer, while training. */
  public double dropout() {
    return dropout;
  }

  boolean freezeEmbeddings() {
    return freezeEmbeddings;
  }

  /**
   * Whether something below the trainable layers learns: tables, channels, or what gives the
   * vectors.
   */
  boolean learnsBelowLayers() {
    return !freezeEmbeddings || categoricalChannelSizes.length > 0 || numericChannels > 0;
  }

  int freezeLayers() {
    return freezeLayers;
  }

  long frozenStatesMegabytes() {
    return frozenStatesMegabytes;
  }

  /** Whether the word embeddings' gradient stays sparse, outside the flat gradient vector. */
  boolean lazyEmbeddings() {
    return lazyEmbeddings;
  }

  /** How the word embeddings move where DL4J's updater leaves them alone. */
  RowUpdater wordUpdater(INDArray table) {
    return new RowUpdater(table, updater, regularization);
  }

  /** Whether DL4J's updater leaves a parameter alone. */
  boolean apart(String parameter) {
    return frozen(parameter) || (lazyEmbeddings && parameter.equals(EncoderParameters.WORD));
  }

  boolean frozen(String parameter) {
    return EncoderParameters.frozen(parameter, layers, freezeEmbeddings, freezeLayers);
  }

  @Override
  public void defineParametersAndInputs(SDVertexParams parameters) {
    parameters.defineInputs(inputNames().toArray(String[]::new));
    EncoderParameters.shapes(config(), !givenWords, categoricalChannelSizes, numericChannels)
        .forEach(parameters::addWeightParam);
  }

  private List<String> inputNames() {
    List<String> names =
        new java.util.ArrayList<>(
            List.of(
                ModelInput.TOKEN_IDS.key(),
                ModelInput.TOKEN_TYPE_IDS.key(),
                ModelInput.MASK.key()));
    if (categoricalChannelSizes.length > 0) {
      names.add(ModelInput.CATEGORICAL_CHANNELS.key());
    }
    if (numericChannels > 0) {
      names.add(ModelInput.NUMERIC_CHANNELS.key());
    }
    if (givenWords) {
      names.add("vectors");
    }
    return names;
  }

  /**
   * Random weights, as BERT's own initialisation for an encoder that is BERT's size; by the number
   * of inputs for a sequence model, which is narrow. The token channels are zero.
   */
  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.forEach(
        (name, value) -> {
          if (name.endsWith("norm.weight")) {
            value.assign(1);
          } else if (name.endsWith(".bias") || name.startsWith("channels.")) {
            value.assign(0);
          } else {
            double deviation =
                givenWords && name.startsWith("layer")
                    ? NARROW_GAIN / Math.sqrt((double) value.size(0))
                    : INITIAL_DEVIATION;
            value.assign(Nd4j.randn(value.dataType(), value.shape()).muli(deviation));
          }
        });
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return apart(parameter) ? new NoOp() : updater;
  }

  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    return apart(parameter) ? Collections.emptyList() : regularization;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site) {
    return new EncoderGraphVertex(this, site);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return InputType.recurrent(hiddenSize);
  }
}
