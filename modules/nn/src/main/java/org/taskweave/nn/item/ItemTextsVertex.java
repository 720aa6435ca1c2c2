package org.taskweave.nn.item;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.taskweave.core.recipe.EncoderRecipe.Pooling;
import org.taskweave.engine.vertex.ParameterVertex;
import org.taskweave.engine.vertex.VertexSite;
import org.taskweave.nn.encoder.EncoderVertex;
import org.taskweave.nn.encoder.PoolingVertex;

/**
 * The item tower: rows of the catalog [U,1] (INT32, each once) to what an encoder that learns makes
 * of their texts [U,H], pooled. The texts' tokens [N,T] are parameters that stay as they are, so
 * that a saved model knows its items. It computes in training alone; when scoring, it puts out
 * nothing ([1,H] of zeros), since an {@link ItemsVertex} then reads the vectors that it keeps.
 *
 * <p>The fields are the DL4J JSON.
 */
public final class ItemTextsVertex extends ParameterVertex {

  /** Token ids, {@link #NO_TOKEN} after a text's last. */
  static final String TOKENS = "texts.tokens";

  static final int NO_TOKEN = -1;

  private int items;
  private int longest;
  private EncoderVertex encoder;
  private Pooling pooling;

  /** For Jackson. */
  ItemTextsVertex() {}

  /**
   * A vertex for a catalog.
   *
   * @param items N
   * @param longest S, tokens of the longest text
   * @param encoder without token channels, over words of its own
   */
  public ItemTextsVertex(int items, int longest, EncoderVertex encoder, Pooling pooling) {
    this.items = items;
    this.longest = longest;
    this.encoder = encoder;
    this.pooling = pooling;
  }

  /** As this one, for another catalog. */
  public ItemTextsVertex withItems(int count, int longestText) {
    ItemTextsVertex other = (ItemTextsVertex) clone();
    other.items = count;
    other.longest = longestText;
    return other;
  }

  EncoderVertex encoder() {
    return encoder;
  }

  PoolingVertex pooling() {
    return new PoolingVertex(pooling);
  }

  /** Values of the parameter vector before the encoder's. */
  long tokenValues() {
    return (long) items * longest;
  }

  @Override
  public void defineParametersAndInputs(SDVertexParams parameters) {
    parameters.defineInputs("itemRows");
    parameters.addWeightParam(TOKENS, items, longest);
    encoder.getVertexParams().getParamShapes().forEach(parameters::addWeightParam);
  }

  /** Texts have no tokens until they are given. */
  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.get(TOKENS).assign(NO_TOKEN);
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return parameter.equals(TOKENS) ? new NoOp() : encoder.getUpdaterByParam(parameter);
  }

  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    return parameter.equals(TOKENS) ? List.of() : encoder.getRegularizationByParam(parameter);
  }

  @Override
  protected org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site) {
    return new ItemTextsGraphVertex(this, site);
  }
}
