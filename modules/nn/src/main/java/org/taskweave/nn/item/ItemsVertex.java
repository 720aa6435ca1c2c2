package org.taskweave.nn.item;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * Vectors of items: rows of the catalog [U,1] (INT32, ascending, each once) to [U+1,W]. An item's
 * vector is (its text's vector) times a learned matrix, plus a bias, plus a learned vector of its
 * own; the last row is a learned vector for items outside the catalog. The texts' vectors [N,H] are
 * parameters that stay as they are, so that a saved model knows its items.
 *
 * <p>The fields are the DL4J JSON.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class ItemsVertex extends SameDiffVertex {

  static final String TEXTS = "texts";
  static final String PROJECTION = "projection.weight";
  static final String BIAS = "projection.bias";
  static final String IDS = "ids";
  static final String UNKNOWN = "unknown";

  private static final double INITIAL_DEVIATION = 0.02;

  private int items;
  private int textWidth;
  private int width;
  private boolean ids;
  private double idDropout;

  /** For Jackson. */
  ItemsVertex() {}

  /**
   * A vertex for a catalog.
   *
   * @param items N
   * @param textWidth H
   * @param width W
   * @param ids whether items have learned vectors of their own
   * @param idDropout share of items that lose it in a training step
   * @param updater of what is learned
   * @param weightDecay decoupled, times the learning rate; 0 for none
   */
  public ItemsVertex(
      int items,
      int textWidth,
      int width,
      boolean ids,
      double idDropout,
      IUpdater updater,
      double weightDecay) {
    this.items = items;
    this.textWidth = textWidth;
    this.width = width;
    this.ids = ids;
    this.idDropout = idDropout;
    this.updater = updater;
    this.regularization =
        weightDecay == 0
            ? Collections.emptyList()
            : Collections.singletonList(new WeightDecay(weightDecay, true));
    this.regularizationBias = this.regularization;
  }

  /** N. */
  public int items() {
    return items;
  }

  boolean ids() {
    return ids;
  }

  double idDropout() {
    return idDropout;
  }

  /** As this one, for a catalog of another size. */
  public ItemsVertex withItems(int count) {
    ItemsVertex other = (ItemsVertex) clone();
    other.items = count;
    return other;
  }

  @Override
  public void defineParametersAndInputs(SDVertexParams parameters) {
    parameters.defineInputs("itemRows");
    parameters.addWeightParam(TEXTS, items, textWidth);
    parameters.addWeightParam(PROJECTION, textWidth, width);
    parameters.addWeightParam(BIAS, width);
    if (ids) {
      parameters.addWeightParam(IDS, items, width);
    }
    parameters.addWeightParam(UNKNOWN, 1, width);
  }

  /** Texts are zero until they are given; an item's own vector begins at zero. */
  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.forEach(
        (name, value) -> {
          if (name.equals(PROJECTION)) {
            value.assign(
                Nd4j.randn(value.dataType(), value.shape()).muli(1 / Math.sqrt(textWidth)));
          } else if (name.equals(UNKNOWN)) {
            value.assign(Nd4j.randn(value.dataType(), value.shape()).muli(INITIAL_DEVIATION));
          } else {
            value.assign(0);
          }
        });
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return parameter.equals(TEXTS) ? new NoOp() : updater;
  }

  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    return parameter.equals(TEXTS) ? Collections.emptyList() : regularization;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String vertexName,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    setName(vertexName);
    return new ItemsGraphVertex(this, graph, vertexName, index, parameters, initialize, type);
  }

  /** Unused: {@link ItemsGraphVertex} computes. */
  @Override
  public SDVariable defineVertex(
      SameDiff graph,
      Map<String, SDVariable> inputs,
      Map<String, SDVariable> parameters,
      Map<String, SDVariable> masks) {
    throw new UnsupportedOperationException("the items vertex computes by itself");
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return new Pair<>(null, state);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return InputType.feedForward(width);
  }

  @Override
  public GraphVertex clone() {
    ItemsVertex copy = new ItemsVertex();
    copy.items = items;
    copy.textWidth = textWidth;
    copy.width = width;
    copy.ids = ids;
    copy.idDropout = idDropout;
    copy.setName(getName());
    copy.updater = updater == null ? null : updater.clone();
    copy.regularization = regularization;
    copy.regularizationBias = regularizationBias;
    copy.biasUpdater = biasUpdater;
    copy.gradientNormalization = gradientNormalization;
    copy.gradientNormalizationThreshold = gradientNormalizationThreshold;
    copy.dataType = dataType;
    return copy;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof ItemsVertex;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemsVertex that
        && items == that.items
        && textWidth == that.textWidth
        && width == that.width
        && ids == that.ids
        && idDropout == that.idDropout
        && Objects.equals(updater, that.updater)
        && Objects.equals(regularization, that.regularization);
  }

  @Override
  public int hashCode() {
    return Objects.hash(items, textWidth, width, ids);
  }
}
