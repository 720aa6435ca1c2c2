package org.taskweave.nn.item;

import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.taskweave.engine.vertex.ParameterVertex;
import org.taskweave.engine.vertex.VertexSite;

/**
 * Vectors of items: rows of the catalog [U,1] (INT32, ascending, each once) to [U+1,W]. An item's
 * vector is (its text's vector) times a learned matrix, plus a bias, plus a learned vector of its
 * own; row U is a learned vector for items outside the catalog. A vertex of a model that learns
 * masked events has one more row, U + 1, the mask's: [U+2,W]. The texts' vectors [N,H], centred and
 * scaled to a mean length of 1, are parameters that stay as they are, so that a saved model knows
 * its items.
 *
 * <p>Features of items [N,G], of a table, are kept in the same way; their part of the vector is
 * (features) times a learned matrix, whose rows are thus the embeddings of categories.
 *
 * <p>A vertex that learns texts has a second input, the texts' vectors [U,H] as an {@link
 * ItemTextsVertex} makes them. It reads them in training and carries their gradient back; when
 * scoring it reads the vectors it keeps, which are to be made anew before.
 *
 * <p>The fields are the DL4J JSON.
 */
public final class ItemsVertex extends ParameterVertex {

  static final String TEXTS = "texts";
  static final String TEXT_MEAN = "texts.mean";
  static final String TEXT_SCALE = "texts.scale";
  static final String PROJECTION = "projection.weight";
  static final String BIAS = "projection.bias";
  static final String IDS = "ids";
  static final String FEATURES = "features";
  static final String FEATURE_WEIGHT = "features.weight";

  /** Of items outside the catalog, and of the mask. */
  static final String UNKNOWN = "unknown";

  private static final double INITIAL_DEVIATION = 0.02;

  private int items;
  private int textWidth;
  private int width;
  private boolean ids;
  private double idDropout;
  private double maskShare;
  private boolean learnedTexts;
  private int featureWidth;

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
    super(updater, weightDecay);
    this.items = items;
    this.textWidth = textWidth;
    this.width = width;
    this.ids = ids;
    this.idDropout = idDropout;
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

  /** Share of events that are masked in a training step; 0 for a model without a mask. */
  double maskShare() {
    return maskShare;
  }

  /** Rows besides the items': the unknown item's, and the mask's. */
  int otherRows() {
    return maskShare > 0 ? 2 : 1;
  }

  /** As this one, with a mask that takes the place of so many events in a training step. */
  public ItemsVertex withMask(double share) {
    ItemsVertex other = (ItemsVertex) clone();
    other.maskShare = share;
    return other;
  }

  /** Whether texts' vectors are an input in training. */
  boolean learnedTexts() {
    return learnedTexts;
  }

  /** As this one, with texts' vectors as its second input in training. */
  public ItemsVertex withLearnedTexts() {
    ItemsVertex other = (ItemsVertex) clone();
    other.learnedTexts = true;
    return other;
  }

  /** G; 0 without features. */
  int featureWidth() {
    return featureWidth;
  }

  /** As this one, with so many features of each item. */
  public ItemsVertex withFeatures(int count) {
    ItemsVertex other = (ItemsVertex) clone();
    other.featureWidth = count;
    return other;
  }

  /** As this one, for a catalog of another size. */
  public ItemsVertex withItems(int count) {
    ItemsVertex other = (ItemsVertex) clone();
    other.items = count;
    return other;
  }

  @Override
  protected Set<String> fixed() {
    return Set.of(TEXTS, TEXT_MEAN, TEXT_SCALE, FEATURES);
  }

  @Override
  public void defineParametersAndInputs(SDVertexParams parameters) {
    if (learnedTexts) {
      parameters.defineInputs("itemRows", "texts");
    } else {
      parameters.defineInputs("itemRows");
    }
    parameters.addWeightParam(TEXTS, items, textWidth);
    parameters.addWeightParam(TEXT_MEAN, 1, textWidth);
    parameters.addWeightParam(TEXT_SCALE, 1, 1);
    parameters.addWeightParam(PROJECTION, textWidth, width);
    parameters.addWeightParam(BIAS, width);
    if (ids) {
      parameters.addWeightParam(IDS, items, width);
    }
    if (featureWidth > 0) {
      parameters.addWeightParam(FEATURES, items, featureWidth);
      parameters.addWeightParam(FEATURE_WEIGHT, featureWidth, width);
    }
    parameters.addWeightParam(UNKNOWN, otherRows(), width);
  }

  /** Texts are zero until they are given. */
  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.forEach(
        (name, value) -> {
          if (fixed().contains(name) || name.equals(BIAS)) {
            value.assign(0);
          } else {
            value.assign(Nd4j.randn(value.dataType(), value.shape()).muli(INITIAL_DEVIATION));
          }
        });
  }

  @Override
  protected org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site) {
    return new ItemsGraphVertex(this, site);
  }
}
