package org.taskweave.engine.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link AttentionKernel} for one token of each sequence, where the others' context is read by
 * nobody. A row of keys and values is read once for all heads.
 */
public final class TokenAttentionKernel implements Runnable {

  private static final float MASKED_SCORE = -10_000;

  private final TokenAttentionLayout layout;
  private final boolean causal;
  private final NativeFloats query;
  private final NativeFloats keyValue;
  private final NativeFloats mask;
  private final INDArray cells;
  private final NativeFloats context;
  private final NativeFloats probabilities;
  private final Scratch[] scratch = new Scratch[Workers.COUNT];

  /**
   * The kernel for fixed arrays.
   *
   * @param query [B,H]
   * @param keyValue [B*T,2H]
   * @param mask [B,T], 1 for a real token
   * @param cells b * T + t of each sequence's token [B]
   * @param causal whether the token attends to itself and those before it alone
   * @param context [B,H]; 0 for a token of the padding
   * @param probabilities [B*A,T] for {@link TokenAttentionGradientKernel}; null if not needed
   */
  public TokenAttentionKernel(
      INDArray query,
      INDArray keyValue,
      INDArray mask,
      INDArray cells,
      int heads,
      boolean causal,
      INDArray context,
      INDArray probabilities) {
    this.layout = new TokenAttentionLayout((int) mask.size(1), (int) query.size(1), heads);
    this.causal = causal;
    this.query = NativeFloats.of(query);
    this.keyValue = NativeFloats.of(keyValue);
    this.mask = NativeFloats.of(mask);
    this.cells = cells;
    this.context = NativeFloats.of(context);
    this.probabilities = probabilities == null ? null : NativeFloats.of(probabilities);
  }

  private final class Scratch {
    final float[] query = new float[layout.hidden()];
    final float[] keys = new float[layout.hidden()];
    final float[] context = new float[layout.hidden()];

    /** [A,T]. */
    final float[][] scores = new float[layout.heads()][layout.tokens()];

    final RowMath math = new RowMath(layout.tokens());
  }

  @Override
  public void run() {
    float[] masks = mask.all();
    int[] read = cells.toIntVector();
    Workers.forEach(
        read.length,
        (row, worker) -> {
          if (scratch[worker] == null) {
            scratch[worker] = new Scratch();
          }
          int seen = layout.seen(masks, row, read[row] - row * layout.tokens(), causal);
          attend(row, seen, masks, scratch[worker]);
        });
  }

  private void attend(int row, int seen, float[] masks, Scratch own) {
    int hidden = layout.hidden();
    query.get((long) row * hidden, own.query, hidden);
    for (int t = 0; t < seen; t++) {
      keyValue.get(layout.keyStart(row, t), own.keys, hidden);
      float excluded = masks[row * layout.tokens() + t] == 0 ? MASKED_SCORE : 0;
      for (int head = 0; head < layout.heads(); head++) {
        float product = RowMath.dot(own.query, own.keys, head * layout.size(), layout.size());
        own.scores[head][t] = product * layout.scale() + excluded;
      }
    }
    for (int head = 0; head < layout.heads() && seen > 0; head++) {
      softmax(own.scores[head], seen, own.math);
      if (probabilities != null) {
        probabilities.put(layout.probabilitiesStart(row, head), own.scores[head], seen);
      }
    }
    Arrays.fill(own.context, 0);
    for (int t = 0; t < seen; t++) {
      keyValue.get(layout.keyStart(row, t) + hidden, own.keys, hidden);
      for (int head = 0; head < layout.heads(); head++) {
        addScaled(own.context, own.keys, own.scores[head][t], head * layout.size(), layout.size());
      }
    }
    context.put((long) row * hidden, own.context, hidden);
  }

  private static void softmax(float[] x, int length, RowMath math) {
    float highest = RowMath.max(x, 0, length);
    for (int i = 0; i < length; i++) {
      x[i] -= highest;
    }
    math.exp(x, length);
    float factor = 1 / RowMath.sum(x, length);
    for (int i = 0; i < length; i++) {
      x[i] *= factor;
    }
  }

  /** Adds factor times a run of values to the same run of others. */
  static void addScaled(float[] into, float[] values, float factor, int from, int length) {
    for (int i = from; i < from + length; i++) {
      into[i] += factor * values[i];
    }
  }
}
