package org.taskweave.nn.encoder;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.plan.PlanPool;
import org.taskweave.engine.plan.Precision;

/**
 * The plans of one encoder by shape, the least recently used closed when there are too many. All
 * share one pool of buffers.
 */
final class EncoderPlans implements AutoCloseable {

  /** Shapes are bucketed, so that a model needs a few; this bounds callers that do not bucket. */
  private static final int MAX_PLANS = 96;

  /**
   * Blocks of several shapes do not always fit each other, so that shared memory can grow with the
   * number of shapes. Past this, all plans are dropped, and those still used are built again.
   */
  private static final long MAX_BYTES = 3L << 30;

  private final EncoderVertex configuration;
  private final long maxBytes;
  private final Map<String, INDArray> parameters;
  private final LayersPlan.Range frozenRange;
  private final LayersPlan.Range trainableRange;
  private final LinkedHashMap<Key, LayersPlan> plans = new LinkedHashMap<>(16, 0.75f, true);
  private PlanPool pool = new PlanPool();
  private Precision precision = Precision.FLOAT32;

  private enum Kind {
    FROZEN,
    FROZEN_ONE_TOKEN,
    INFERENCE,
    INFERENCE_ONE_TOKEN,
    TRAINING,
    TRAINING_ONE_TOKEN
  }

  private record Key(int batchSize, int length, Kind kind) {}

  EncoderPlans(EncoderVertex configuration, Map<String, INDArray> parameters) {
    this(configuration, parameters, MAX_BYTES);
  }

  EncoderPlans(EncoderVertex configuration, Map<String, INDArray> parameters, long maxBytes) {
    this.maxBytes = maxBytes;
    this.configuration = configuration;
    this.parameters = parameters;
    int frozen = configuration.freezeLayers();
    int layers = configuration.config().layers();
    boolean all = configuration.freezeEmbeddings() && frozen == layers;
    this.frozenRange =
        new LayersPlan.Range(configuration.freezeEmbeddings(), 0, frozen, all, false);
    this.trainableRange =
        new LayersPlan.Range(!configuration.freezeEmbeddings(), frozen, layers, !all, false);
  }

  LayersPlan frozen(int batchSize, int length) {
    return plan(new Key(batchSize, length, Kind.FROZEN), frozenRange, null, 0);
  }

  /** Whether the last layer learns, so that one token of it can be asked for. */
  boolean oneTokenOfTrainable() {
    return trainableRange.from() < trainableRange.to();
  }

  /** Whether the last layer is frozen, so that one token of it can be asked for. */
  boolean oneTokenOfFrozen() {
    return !oneTokenOfTrainable() && frozenRange.from() < frozenRange.to();
  }

  /** The frozen layers for one token of each sequence. */
  LayersPlan frozenOneToken(int batchSize, int length) {
    return plan(
        new Key(batchSize, length, Kind.FROZEN_ONE_TOKEN), frozenRange.ofOneToken(), null, 0);
  }

  /** The trainable layers for one token of each sequence; arguments as below. */
  LayersPlan trainableOneToken(
      int batchSize, int length, boolean training, Map<String, INDArray> gradients) {
    LayersPlan.Range range = trainableRange.ofOneToken();
    return training
        ? plan(
            new Key(batchSize, length, Kind.TRAINING_ONE_TOKEN),
            range,
            gradients,
            configuration.dropout())
        : plan(new Key(batchSize, length, Kind.INFERENCE_ONE_TOKEN), range, null, 0);
  }

  /**
   * The trainable layers.
   *
   * @param gradients where backward writes to; only read when a training plan is built
   */
  LayersPlan trainable(
      int batchSize, int length, boolean training, Map<String, INDArray> gradients) {
    return training
        ? plan(
            new Key(batchSize, length, Kind.TRAINING),
            trainableRange,
            gradients,
            configuration.dropout())
        : plan(new Key(batchSize, length, Kind.INFERENCE), trainableRange, null, 0);
  }

  private LayersPlan plan(
      Key key, LayersPlan.Range range, Map<String, INDArray> gradients, double dropout) {
    LayersPlan known = plans.get(key);
    if (known != null) {
      return known;
    }
    LayersPlan built =
        new LayersPlan(
            configuration.config(),
            configuration.causal(),
            range,
            key.batchSize(),
            key.length(),
            parameters,
            gradients,
            configuration.learnsBelowLayers(),
            precision,
            dropout,
            pool);
    plans.put(key, built);
    if (plans.size() > MAX_PLANS) {
      var eldest = plans.entrySet().iterator();
      eldest.next().getValue().close();
      eldest.remove();
    }
    return built;
  }

  /** Sets the precision of the linear layers' products in training. */
  void trainIn(Precision products) {
    if (products != precision) {
      clear();
      precision = products;
    }
  }

  long bytes() {
    return pool.bytes();
  }

  /** Drops all plans if they hold too much; to be called when none is in use. */
  void bound() {
    if (pool.bytes() > maxBytes) {
      clear();
    }
  }

  /** Closes all plans and frees their memory; later calls build anew. */
  void clear() {
    close();
    pool = new PlanPool();
  }

  @Override
  public void close() {
    plans.values().forEach(LayersPlan::close);
    plans.clear();
    pool.close();
  }
}
