package org.taskweave.nn.language;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.LanguageHead;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.PretrainedLanguageModel;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.engine.vertex.RowTables;
import org.taskweave.engine.vertex.VertexSite;
import org.taskweave.nn.encoder.EncoderGraphVertex;
import org.taskweave.nn.encoder.EncoderTraining;
import org.taskweave.nn.encoder.EncoderVertex;

/**
 * An encoder and its language model's head over one flat vector of parameters and one of gradients:
 * the mean loss of a batch's guesses, and its gradient. Embeddings that the head shares with the
 * encoder are one parameter, and their gradient is the sum of both uses. Not thread-safe.
 */
public final class LanguageModel implements AutoCloseable {

  private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();
  private static final double INITIAL_DEVIATION = 0.02;

  private final PretrainedLanguageModel origin;
  private final EncoderConfig config;
  private final INDArray parameters;
  private final INDArray gradients;
  private final EncoderGraphVertex encoder;
  private final Map<String, INDArray> head;
  private final Map<String, INDArray> atHead;
  private final HeadTransform transform;
  private final VocabularyLoss loss;

  /** Of the loss, at the word embeddings [V,H]; null where the head has a matrix of its own. */
  private final INDArray atTied;

  /**
   * A model in single precision.
   *
   * @param dropout after the embeddings and each sub-layer, while training
   * @param seed of a fresh head
   */
  public static LanguageModel of(PretrainedLanguageModel origin, double dropout, long seed) {
    return new LanguageModel(origin, dropout, seed, DataType.FLOAT, VocabularyLoss.CHUNK);
  }

  LanguageModel(
      PretrainedLanguageModel origin, double dropout, long seed, DataType type, int chunk) {
    this.origin = origin;
    this.config = origin.encoder().config();
    EncoderVertex vertex =
        new EncoderVertex(
            config, TokenChannels.NONE, EncoderTraining.WHOLE.withDropout(dropout), new NoOp(), 0);
    long ofEncoder =
        vertex.getVertexParams().getParamShapes().values().stream()
            .mapToLong(LanguageModel::length)
            .sum();
    Map<String, long[]> shapes = origin.head().shapes(config);
    long length = ofEncoder + shapes.values().stream().mapToLong(LanguageModel::length).sum();
    this.parameters = Nd4j.create(type, length);
    this.gradients = Nd4j.create(type, length);
    this.encoder =
        (EncoderGraphVertex)
            vertex.run(
                new VertexSite(null, "encoder", 0, part(parameters, 0, ofEncoder), false, type));
    encoder.setBackpropGradientsViewArray(part(gradients, 0, ofEncoder));
    encoder.load(origin.encoder());
    this.head = views(parameters, ofEncoder, shapes);
    this.atHead = views(gradients, ofEncoder, shapes);
    fillHead(seed);
    this.transform = origin.head().transformed() ? new HeadTransform(config, head, atHead) : null;
    boolean tied = origin.head().tied();
    this.atTied = tied ? Nd4j.create(type, encoder.words().shape()) : null;
    this.loss =
        new VocabularyLoss(
            tied ? encoder.words() : head.get(LanguageHead.DECODER),
            head.get(LanguageHead.BIAS),
            chunk);
  }

  private static long length(long... shape) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    return length;
  }

  private static INDArray part(INDArray flat, long from, long to) {
    return flat.get(NDArrayIndex.interval(from, to));
  }

  private static Map<String, INDArray> views(
      INDArray flat, long start, Map<String, long[]> shapes) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    long at = start;
    for (Map.Entry<String, long[]> shape : shapes.entrySet()) {
      long length = length(shape.getValue());
      views.put(shape.getKey(), part(flat, at, at + length).reshape('c', shape.getValue()));
      at += length;
    }
    return views;
  }

  private void fillHead(long seed) {
    Nd4j.getRandom().setSeed(seed);
    head.forEach(
        (name, value) -> {
          WeightTensor known = origin.head().weights().get(name);
          if (known != null) {
            INDArray stored = Nd4j.createFromArray(known.values()).reshape(known.shape());
            value.assign(isLinear(name) ? stored.transpose() : stored);
          } else if (name.equals(LanguageHead.NORM + ".weight")) {
            value.assign(1);
          } else if (isLinear(name)) {
            value.assign(Nd4j.randn(value.dataType(), value.shape()).muli(INITIAL_DEVIATION));
          }
        });
  }

  private static boolean isLinear(String name) {
    return name.equals(LanguageHead.DENSE + ".weight");
  }

  /** Lets a fresh head begin with what each word's share alone tells: its logarithms [V]. */
  public void setBias(float[] values) {
    head.get(LanguageHead.BIAS).assign(Nd4j.createFromArray(values));
  }

  /** All parameters, one after the other. */
  public INDArray parameters() {
    return parameters;
  }

  /** Where {@link #gradients(LanguageBatch)} leaves its result, in the order of the parameters. */
  public INDArray gradientVector() {
    return gradients;
  }

  /** The sum of the losses of a batch's guesses, without dropout. */
  public double loss(LanguageBatch batch) {
    INDArray states = picked(batch, encode(batch, false));
    return loss.loss(transform == null ? states : transform.forward(states), batch.targets());
  }

  /** The mean loss of a batch's guesses; its gradient is left in {@link #gradientVector}. */
  public double gradients(LanguageBatch batch) {
    atHead.values().forEach(value -> value.assign(0));
    INDArray states = encode(batch, true);
    INDArray picked = picked(batch, states);
    INDArray read = transform == null ? picked : transform.forward(picked);
    INDArray atRead = Nd4j.createUninitialized(read.dataType(), read.shape(), 'c');
    if (atTied != null) {
      atTied.assign(0);
    }
    double sum =
        loss.gradients(
            read,
            batch.targets(),
            1.0 / batch.guesses(),
            atRead,
            atTied == null ? atHead.get(LanguageHead.DECODER) : atTied,
            atHead.get(LanguageHead.BIAS));
    INDArray atPicked = transform == null ? atRead : transform.backward(atRead);
    INDArray atStates = Nd4j.create(states.dataType(), states.shape());
    RowTables.scatterAdd(
        atStates.reshape(
            'c', new long[] {states.length() / config.hiddenSize(), config.hiddenSize()}),
        Nd4j.createFromArray(batch.positions()),
        atPicked.dup('c'));
    encoder.setEpsilon(atStates);
    encoder.doBackward(false, NO_WORKSPACES);
    if (atTied != null) {
      encoder.atWords().addi(atTied);
    }
    return sum / batch.guesses();
  }

  private INDArray encode(LanguageBatch batch, boolean training) {
    long[] shape = {batch.rows(), batch.length()};
    INDArray[] inputs = {
      Nd4j.createFromArray(batch.tokenIds()).reshape(shape),
      Nd4j.createFromArray(batch.tokenTypeIds()).reshape(shape),
      Nd4j.createFromArray(batch.mask()).castTo(parameters.dataType()).reshape(shape)
    };
    encoder.setInputs(inputs);
    return encoder.doForward(training, NO_WORKSPACES);
  }

  /** The states that guess a word [M,H]. */
  private INDArray picked(LanguageBatch batch, INDArray states) {
    INDArray picked =
        Nd4j.createUninitialized(
            states.dataType(), new long[] {batch.guesses(), config.hiddenSize()}, 'c');
    RowTables.gather(
        states.reshape(
            'c', new long[] {states.length() / config.hiddenSize(), config.hiddenSize()}),
        Nd4j.createFromArray(batch.positions()),
        picked);
    return picked;
  }

  /**
   * The model as it now is.
   *
   * @param name of the encoder
   * @return copies; a pooler that the origin had stays as it was
   */
  public PretrainedLanguageModel trained(String name) {
    Map<String, WeightTensor> weights = new LinkedHashMap<>(origin.encoder().weights());
    weights.putAll(encoder.weights());
    Map<String, WeightTensor> ofHead = new LinkedHashMap<>();
    origin
        .head()
        .shapes(config)
        .forEach(
            (tensor, shape) -> {
              INDArray value = head.get(tensor);
              INDArray stored = isLinear(tensor) ? value.transpose() : value;
              ofHead.put(tensor, new WeightTensor(shape, stored.dup('c').data().asFloat()));
            });
    return new PretrainedLanguageModel(
        new PretrainedEncoder(
            name, config, weights, origin.encoder().tokenizerJson(), origin.encoder().sha256()),
        new LanguageHead(origin.head().transformed(), origin.head().tied(), ofHead),
        origin.configJson());
  }

  /** Bytes of native memory that the execution plans share. */
  public long planBytes() {
    return encoder.planBytes();
  }

  @Override
  public void close() {
    encoder.close();
    if (transform != null) {
      transform.close();
    }
    parameters.close();
    gradients.close();
  }
}
