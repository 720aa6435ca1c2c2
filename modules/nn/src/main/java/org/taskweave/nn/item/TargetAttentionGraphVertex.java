package org.taskweave.nn.item;

import java.util.stream.IntStream;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.engine.vertex.PlainGraphVertex;
import org.taskweave.engine.vertex.VertexSite;

/** Runs a {@link TargetAttentionVertex}, in double precision whatever the graph's. */
final class TargetAttentionGraphVertex extends PlainGraphVertex {

  private final int heads;
  private final boolean causal;
  private Batch batch;

  /** [R][A*T] attention weights of the last forward pass. */
  private double[][] weights;

  TargetAttentionGraphVertex(TargetAttentionVertex configuration, VertexSite site) {
    super(site);
    this.heads = configuration.heads();
    this.causal = configuration.causal();
  }

  /** The inputs as plain arrays, row-major. */
  private record Batch(
      boolean causal,
      int rows,
      int length,
      int width,
      int numbers,
      double[] queries,
      double[] keys,
      double[] values,
      int[] cells,
      double[] mask,
      double[] events) {

    static Batch of(boolean causal, INDArray[] inputs) {
      boolean numbers = inputs.length > 5;
      return new Batch(
          causal,
          (int) inputs[0].size(0),
          (int) inputs[4].size(1),
          (int) inputs[0].size(1),
          numbers ? (int) inputs[5].size(2) : 0,
          doubles(inputs[0]),
          doubles(inputs[1]),
          doubles(inputs[2]),
          inputs[3].dup('c').data().asInt(),
          doubles(inputs[4]),
          numbers ? doubles(inputs[5]) : new double[0]);
    }

    /** The first cell of a row's sequence. */
    int start(int row) {
      return cells[row] / length * length;
    }

    boolean reads(int row, int cell) {
      return (causal ? cell <= cells[row] : cell != cells[row]) && mask[cell] != 0;
    }
  }

  private static double[] doubles(INDArray array) {
    return array.dup('c').data().asDouble();
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    Batch now = Batch.of(causal, inputs);
    int wide = now.width + heads * now.numbers;
    double[] output = new double[now.rows * wide];
    double[][] kept = new double[now.rows][];
    IntStream.range(0, now.rows)
        .parallel()
        .forEach(
            row -> {
              kept[row] = attend(now, row);
              read(now, row, kept[row], output, row * wide);
            });
    batch = now;
    weights = kept;
    return shaped(workspaces, ArrayType.ACTIVATIONS, output, now.rows, wide);
  }

  /** Weights [A*T] of a row; all 0 if it has nothing to read. */
  private double[] attend(Batch b, int row) {
    double[] all = new double[heads * b.length];
    int size = b.width / heads;
    double scale = 1 / Math.sqrt(size);
    int start = b.start(row);
    for (int h = 0; h < heads; h++) {
      int query = row * b.width + h * size;
      double highest = Double.NEGATIVE_INFINITY;
      for (int t = 0; t < b.length; t++) {
        double score = Double.NEGATIVE_INFINITY;
        if (b.reads(row, start + t)) {
          score = scale * dot(b.queries, query, b.keys, (start + t) * b.width + h * size, size);
        }
        all[h * b.length + t] = score;
        highest = Math.max(highest, score);
      }
      double sum = 0;
      for (int t = 0; t < b.length; t++) {
        int at = h * b.length + t;
        all[at] = highest == Double.NEGATIVE_INFINITY ? 0 : Math.exp(all[at] - highest);
        sum += all[at];
      }
      for (int t = 0; sum > 0 && t < b.length; t++) {
        all[h * b.length + t] /= sum;
      }
    }
    return all;
  }

  private void read(Batch b, int row, double[] weight, double[] output, int at) {
    int size = b.width / heads;
    int start = b.start(row);
    for (int h = 0; h < heads; h++) {
      for (int t = 0; t < b.length; t++) {
        double w = weight[h * b.length + t];
        if (w != 0) {
          addTo(output, at + h * size, w, b.values, (start + t) * b.width + h * size, size);
          int numbers = at + b.width + h * b.numbers;
          addTo(output, numbers, w, b.events, (start + t) * b.numbers, b.numbers);
        }
      }
    }
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    Batch b = batch;
    double[] at = doubles(epsilon);
    double[] atQueries = new double[b.queries.length];
    double[] atKeys = new double[b.keys.length];
    double[] atValues = new double[b.values.length];
    for (int row = 0; row < b.rows; row++) {
      backward(b, row, at, atQueries, atKeys, atValues);
    }
    INDArray[] atInputs = new INDArray[inputs.length];
    atInputs[0] = shaped(workspaces, atQueries, inputs[0]);
    atInputs[1] = shaped(workspaces, atKeys, inputs[1]);
    atInputs[2] = shaped(workspaces, atValues, inputs[2]);
    return new Pair<>(null, atInputs);
  }

  private void backward(
      Batch b, int row, double[] at, double[] atQueries, double[] atKeys, double[] atValues) {
    int size = b.width / heads;
    int wide = b.width + heads * b.numbers;
    double scale = 1 / Math.sqrt(size);
    int start = b.start(row);
    double[] atWeights = new double[b.length];
    for (int h = 0; h < heads; h++) {
      int own = row * wide + h * size;
      int numbers = row * wide + b.width + h * b.numbers;
      double mean = 0;
      for (int t = 0; t < b.length; t++) {
        double weight = weights[row][h * b.length + t];
        int value = (start + t) * b.width + h * size;
        if (weight == 0) {
          continue;
        }
        addTo(atValues, value, weight, at, own, size);
        atWeights[t] =
            dot(at, own, b.values, value, size)
                + dot(at, numbers, b.events, (start + t) * b.numbers, b.numbers);
        mean += weight * atWeights[t];
      }
      int query = row * b.width + h * size;
      for (int t = 0; t < b.length; t++) {
        double weight = weights[row][h * b.length + t];
        if (weight != 0) {
          double atScore = scale * weight * (atWeights[t] - mean);
          int key = (start + t) * b.width + h * size;
          addTo(atQueries, query, atScore, b.keys, key, size);
          addTo(atKeys, key, atScore, b.queries, query, size);
        }
      }
    }
  }

  private static double dot(double[] x, int i, double[] y, int j, int length) {
    double sum = 0;
    for (int k = 0; k < length; k++) {
      sum += x[i + k] * y[j + k];
    }
    return sum;
  }

  private static void addTo(
      double[] sums, int at, double factor, double[] values, int from, int length) {
    for (int k = 0; k < length; k++) {
      sums[at + k] += factor * values[from + k];
    }
  }

  private INDArray shaped(LayerWorkspaceMgr workspaces, double[] values, INDArray like) {
    return shaped(
        workspaces, ArrayType.ACTIVATION_GRAD, values, (int) like.size(0), (int) like.size(1));
  }

  private INDArray shaped(
      LayerWorkspaceMgr workspaces, ArrayType kind, double[] values, int rows, int columns) {
    INDArray array = Nd4j.createFromArray(values).reshape(rows, columns);
    return workspaces.dup(kind, array.castTo(inputs[0].dataType()), 'c');
  }
}
