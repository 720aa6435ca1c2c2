package org.taskweave.nn.item;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.taskweave.engine.vertex.ParameterVertex;
import org.taskweave.engine.vertex.VertexSite;

/**
 * Next-item scores with what counting knows beside the network: log(exp(score) + M), a mixture of
 * the two, so that each ranks where it knows best. In J channels, f[c] of an item is what the row's
 * events say for it by the channel's table, each event weighted by its age, and 0 if that is
 * negative; M = sum over channels and powers p = 1, 2, 3 of exp(base[c,p] + trust[c,p]) f[c]^p. The
 * base is by the size of the current basket, the trust is an input that the state says. For items
 * of the history M has a learned factor.
 *
 * <p>Inputs: scores [R,U], trust [R,3J], rows of the scored items [U,1] (INT32), the rows' events
 * [R,Y] ({@link MemoryWindow}, INT32), with repeats the history as positions among the scored items
 * [B,T] and the rows' cells [R,1] (INT32), and the offsets [1,U] that were subtracted from the
 * scores: M is divided by e^offset, so that the mixture is what it is in scoring, less the offset.
 *
 * <p>The fields are the DL4J JSON.
 */
public final class MemoryVertex extends ParameterVertex {

  /** Powers of what a channel says. */
  public static final int POWERS = 3;

  /** Weights of events by channel and age [C,ages]. */
  static final String AGES = "ages";

  /** Trust in a channel's power by the basket's size [3C,sizes]. */
  static final String BASE = "base";

  static final String REPEAT = "repeat";

  /** The tables [N,sum of K], never learned: rows of the catalog, and what is said for them. */
  static final String COLUMNS = "columns";

  static final String VALUES = "values";

  private static final double OTHER_BASKETS = .3;

  private int items;
  private List<String> channels;
  private int[] widths;
  private boolean repeats;

  /** For Jackson. */
  MemoryVertex() {}

  /**
   * A vertex, whose tables are empty at first.
   *
   * @param items N
   * @param channels names [J]
   * @param widths K of each channel's table
   * @param repeats whether the history is an input
   */
  public MemoryVertex(
      int items, List<String> channels, int[] widths, boolean repeats, IUpdater updater) {
    super(updater, 0);
    this.items = items;
    this.channels = List.copyOf(channels);
    this.widths = widths.clone();
    this.repeats = repeats;
  }

  /** Names [J]. */
  public List<String> channels() {
    return channels;
  }

  /** K of each channel's table. */
  public int[] widths() {
    return widths.clone();
  }

  /** Whether items of the history have a learned factor. */
  public boolean repeats() {
    return repeats;
  }

  /** As this one, for a catalog of another size. */
  public MemoryVertex withItems(int count) {
    MemoryVertex other = (MemoryVertex) clone();
    other.items = count;
    return other;
  }

  @Override
  protected Set<String> fixed() {
    return Set.of(COLUMNS, VALUES);
  }

  @Override
  public void defineParametersAndInputs(SDVertexParams parameters) {
    if (repeats) {
      parameters.defineInputs("scores", "trust", "rows", "events", "history", "cells", "offsets");
    } else {
      parameters.defineInputs("scores", "trust", "rows", "events", "offsets");
    }
    int width = Arrays.stream(widths).sum();
    parameters.addWeightParam(AGES, channels.size(), MemoryWindow.AGES);
    parameters.addWeightParam(BASE, (long) POWERS * channels.size(), MemoryWindow.SIZES);
    if (repeats) {
      parameters.addWeightParam(REPEAT, 1, 1);
    }
    parameters.addWeightParam(COLUMNS, items, width);
    parameters.addWeightParam(VALUES, items, width);
  }

  /** Events of the current basket count most; a sum of 1 is about as much as the whole network. */
  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.values().forEach(value -> value.assign(0));
    parameters.get(COLUMNS).assign(MemoryTable.NONE);
    for (int c = 0; c < channels.size(); c++) {
      for (int age = 0; age < MemoryWindow.AGES; age++) {
        parameters
            .get(AGES)
            .putScalar(
                c, age, (age < MemoryWindow.AGES / 2 ? 1 : OTHER_BASKETS) / MemoryGraphVertex.RATE);
      }
      for (int p = 0; p < POWERS; p++) {
        double base = Math.log(items) - (p == 0 ? 3 : 1);
        for (int size = 0; size < MemoryWindow.SIZES; size++) {
          parameters.get(BASE).putScalar(POWERS * c + p, size, base / MemoryGraphVertex.RATE);
        }
      }
    }
  }

  @Override
  protected org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site) {
    return new MemoryGraphVertex(this, site);
  }
}
