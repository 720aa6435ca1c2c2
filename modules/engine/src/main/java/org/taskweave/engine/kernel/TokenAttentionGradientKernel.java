package org.taskweave.engine.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradients of {@link TokenAttentionKernel}: with p the probabilities of a head and dO the gradient
 * at its context, dv_t = p_t dO, dp_t = dO v_t, ds_t = p_t (dp_t - sum p dp), dq = sum ds_t k_t /
 * sqrt(size), dk_t = ds_t q / sqrt(size).
 */
public final class TokenAttentionGradientKernel implements Runnable {

  private final TokenAttentionLayout layout;
  private final boolean causal;
  private final NativeFloats query;
  private final NativeFloats keyValue;
  private final NativeFloats mask;
  private final INDArray cells;
  private final NativeFloats probabilities;
  private final NativeFloats dContext;
  private final NativeFloats dQuery;
  private final NativeFloats dKeyValue;
  private final Scratch[] scratch = new Scratch[Workers.COUNT];

  /**
   * The kernel for fixed arrays.
   *
   * @param query [B,H]
   * @param keyValue [B*T,2H]
   * @param mask [B,T]
   * @param cells b * T + t of each sequence's token [B]
   * @param probabilities [B*A,T], as the forward kernel left them
   * @param dContext [B,H]
   * @param dQuery [B,H]
   * @param dKeyValue [B*T,2H]; 0 where a token was not seen
   */
  public TokenAttentionGradientKernel(
      INDArray query,
      INDArray keyValue,
      INDArray mask,
      INDArray cells,
      int heads,
      boolean causal,
      INDArray probabilities,
      INDArray dContext,
      INDArray dQuery,
      INDArray dKeyValue) {
    this.layout = new TokenAttentionLayout((int) mask.size(1), (int) query.size(1), heads);
    this.causal = causal;
    this.query = NativeFloats.of(query);
    this.keyValue = NativeFloats.of(keyValue);
    this.mask = NativeFloats.of(mask);
    this.cells = cells;
    this.probabilities = NativeFloats.of(probabilities);
    this.dContext = NativeFloats.of(dContext);
    this.dQuery = NativeFloats.of(dQuery);
    this.dKeyValue = NativeFloats.of(dKeyValue);
  }

  private final class Scratch {
    final float[] query = new float[layout.hidden()];
    final float[] incoming = new float[layout.hidden()];
    final float[] dQuery = new float[layout.hidden()];

    /** A token's keys or values, then their gradient. */
    final float[] row = new float[layout.hidden()];

    final float[] dRow = new float[layout.hidden()];

    /** [A,T]. */
    final float[][] p = new float[layout.heads()][layout.tokens()];

    /** Gradient at the probabilities, then at the scores [A,T]. */
    final float[][] d = new float[layout.heads()][layout.tokens()];

    final float[] zeros = new float[2 * layout.hidden()];
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
          differentiate(row, seen, scratch[worker]);
        });
  }

  private void differentiate(int row, int seen, Scratch own) {
    int hidden = layout.hidden();
    query.get((long) row * hidden, own.query, hidden);
    dContext.get((long) row * hidden, own.incoming, hidden);
    for (int head = 0; head < layout.heads() && seen > 0; head++) {
      probabilities.get(layout.probabilitiesStart(row, head), own.p[head], seen);
    }
    for (int t = 0; t < seen; t++) {
      atValues(row, t, own);
    }
    for (int head = 0; head < layout.heads(); head++) {
      atScores(own.p[head], own.d[head], seen);
    }
    Arrays.fill(own.dQuery, 0);
    for (int t = 0; t < seen; t++) {
      atKeys(row, t, own);
    }
    dQuery.put((long) row * hidden, own.dQuery, hidden);
    for (int t = seen; t < layout.tokens(); t++) {
      dKeyValue.put(layout.keyStart(row, t), own.zeros, own.zeros.length);
    }
  }

  private void atValues(int row, int token, Scratch own) {
    int size = layout.size();
    long place = layout.keyStart(row, token) + layout.hidden();
    keyValue.get(place, own.row, layout.hidden());
    for (int head = 0; head < layout.heads(); head++) {
      int from = head * size;
      own.d[head][token] = RowMath.dot(own.incoming, own.row, from, size);
      scale(own.incoming, own.p[head][token], own.dRow, from, size);
    }
    dKeyValue.put(place, own.dRow, layout.hidden());
  }

  private void atScores(float[] p, float[] d, int seen) {
    float mean = RowMath.dot(p, d, seen);
    for (int t = 0; t < seen; t++) {
      d[t] = p[t] * (d[t] - mean) * layout.scale();
    }
  }

  private void atKeys(int row, int token, Scratch own) {
    int size = layout.size();
    long place = layout.keyStart(row, token);
    keyValue.get(place, own.row, layout.hidden());
    for (int head = 0; head < layout.heads(); head++) {
      float d = own.d[head][token];
      TokenAttentionKernel.addScaled(own.dQuery, own.row, d, head * size, size);
      scale(own.query, d, own.dRow, head * size, size);
    }
    dKeyValue.put(place, own.dRow, layout.hidden());
  }

  private static void scale(float[] x, float factor, float[] into, int from, int length) {
    for (int i = from; i < from + length; i++) {
      into[i] = factor * x[i];
    }
  }
}
