package org.taskweave.nn.model;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.nn.item.ItemScoresGraphVertex;

/**
 * A next-item task's scores as inner products, for an index of nearest neighbours. An item's vector
 * [W+1] is what {@link org.taskweave.nn.item.ItemsVertex} makes of it, then its learned bias; a
 * query [W+1] is what the head makes of a history, divided by the task's temperature, then a 1.
 * Their product is the item's score, but that items of the history have {@link #historyBias} added;
 * and where {@link #hasMemory}, the product is the network's part alone.
 */
public final class ScoreVectors {

  private final MultiTaskModel model;
  private final String query;
  private final ItemScoresGraphVertex scores;
  private final boolean memory;

  ScoreVectors(MultiTaskModel model, String task) {
    this.model = model;
    this.query = GraphNames.part(task, "query");
    this.scores = model.scores(task);
    this.memory = model.graph().getVertex(GraphNames.memory(task)) != null;
  }

  /** W + 1. */
  public int width() {
    return (int) model.items().orElseThrow().vectors().size(1) + 1;
  }

  /** What items of the history have added to their scores; 0 where the model learns none. */
  public double historyBias() {
    return scores.repeat();
  }

  /** Whether counting has a part in the scores. */
  public boolean hasMemory() {
    return memory;
  }

  /** The items' vectors [N,W+1], in the catalog's order. */
  public WeightTensor items() {
    return joined(model.items().orElseThrow().vectors(), scores.biases());
  }

  /** The queries of a batch's labelled rows [R,W+1]. */
  public WeightTensor queries(SequenceInput input) {
    INDArray queries = model.graph().output(List.of(query), false, model.inputs(input), null)[0];
    float[] ones = new float[(int) queries.size(0)];
    Arrays.fill(ones, 1);
    return joined(queries.div(scores.temperature()), ones);
  }

  /** Rows [R,W+1] of the first R rows of vectors and a last component each [R]. */
  private static WeightTensor joined(INDArray vectors, float[] last) {
    int width = (int) vectors.size(1);
    float[] all = vectors.dup('c').data().asFloat();
    float[] values = new float[last.length * (width + 1)];
    for (int row = 0; row < last.length; row++) {
      System.arraycopy(all, row * width, values, row * (width + 1), width);
      values[row * (width + 1) + width] = last[row];
    }
    return new WeightTensor(new long[] {last.length, width + 1}, values);
  }
}
