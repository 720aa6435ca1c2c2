package org.taskweave.nn.item;

import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.taskweave.engine.vertex.ParameterVertex;
import org.taskweave.engine.vertex.VertexSite;

/**
 * Scores of items for queries [R,U]: (query . item) / temperature + the item's learned bias, plus,
 * for items of the history up to the query's position, a learned number that tells how much
 * likelier (or less likely) an item is to come again; minus the item's offset.
 *
 * <p>Inputs: query [R,W], items [U+1,W] or [U+2,W] (those for items outside the catalog and for the
 * mask are not scored), their rows of the catalog [U,1] (INT32), offsets [1,U], which are 0 but in
 * training, where they tell how often an item is drawn; and with repeats, the history as positions
 * among the items [B,T] (INT32) and the queries' cells b * T + t [R,1] (INT32).
 *
 * <p>The fields are the DL4J JSON.
 */
public final class ItemScoresVertex extends ParameterVertex {

  /** Share of the training labels that an item is, [1,N]; never learned. */
  static final String SHARES = "shares";

  /** How likely an item is for anyone, [1,N]. */
  static final String BIAS = "bias";

  static final String REPEAT = "repeat";

  private int items;
  private double temperature;
  private boolean repeats;

  /** For Jackson. */
  ItemScoresVertex() {}

  /**
   * A vertex.
   *
   * @param items N
   * @param temperature positive
   * @param repeats whether the history is an input
   */
  public ItemScoresVertex(int items, double temperature, boolean repeats, IUpdater updater) {
    super(updater, 0);
    this.items = items;
    this.temperature = temperature;
    this.repeats = repeats;
  }

  /** What products are divided by. */
  public double temperature() {
    return temperature;
  }

  /** Whether items of the history have a learned number added. */
  public boolean repeats() {
    return repeats;
  }

  /** As this one, for a catalog of another size. */
  public ItemScoresVertex withItems(int count) {
    ItemScoresVertex other = (ItemScoresVertex) clone();
    other.items = count;
    return other;
  }

  @Override
  protected Set<String> fixed() {
    return Set.of(SHARES);
  }

  @Override
  public void defineParametersAndInputs(SDVertexParams parameters) {
    if (repeats) {
      parameters.defineInputs("query", "items", "rows", "offsets", "history", "cells");
    } else {
      parameters.defineInputs("query", "items", "rows", "offsets");
    }
    parameters.addWeightParam(SHARES, 1, items);
    parameters.addWeightParam(BIAS, 1, items);
    if (repeats) {
      parameters.addWeightParam(REPEAT, 1, 1);
    }
  }

  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.values().forEach(value -> value.assign(0));
  }

  @Override
  protected org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site) {
    return new ItemScoresGraphVertex(this, site);
  }
}
