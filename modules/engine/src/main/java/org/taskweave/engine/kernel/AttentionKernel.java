package org.taskweave.engine.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scaled dot-product attention of all heads (Vaswani et al. 2017, arXiv:1706.03762), straight from
 * and to where linear layers write and read: no head is copied out. Tokens after a sequence's last
 * real one are neither attended to nor computed: their context is 0.
 */
public final class AttentionKernel implements Runnable {

  private static final float MASKED_SCORE = -10_000;

  private final AttentionLayout layout;
  private final boolean causal;
  private final NativeFloats queryKeyValue;
  private final NativeFloats mask;
  private final NativeFloats context;
  private final NativeFloats probabilities;
  private final Scratch[] scratch = new Scratch[Workers.COUNT];

  /**
   * The kernel for fixed arrays.
   *
   * @param queryKeyValue [B*T,3H]
   * @param mask [B,T], 1 for a real token
   * @param causal whether a token attends to itself and those before it alone
   * @param context [B*T,H]
   * @param probabilities [B*A,T,T] for {@link AttentionGradientKernel}; null if not needed
   */
  public AttentionKernel(
      INDArray queryKeyValue,
      INDArray mask,
      int heads,
      boolean causal,
      INDArray context,
      INDArray probabilities) {
    this.causal = causal;
    this.layout = AttentionLayout.of(queryKeyValue, mask, heads);
    this.queryKeyValue = NativeFloats.of(queryKeyValue);
    this.mask = NativeFloats.of(mask);
    this.context = NativeFloats.of(context);
    this.probabilities = probabilities == null ? null : NativeFloats.of(probabilities);
  }

  private final class Scratch {
    final FloatPointer query = queryKeyValue.pointer();
    final FloatPointer key = queryKeyValue.pointer();
    final FloatPointer value = queryKeyValue.pointer();
    final FloatPointer result = context.pointer();
    final NativeFloats scores;
    final FloatPointer scoresPointer;
    final float[] block;
    final RowMath math;

    Scratch() {
      int tokens = layout.tokens();
      this.scores =
          probabilities == null ? NativeScratch.floats((long) tokens * tokens) : probabilities;
      this.scoresPointer = scores.pointer();
      this.block = new float[layout.blockLength()];
      this.math = new RowMath(block.length);
    }
  }

  @Override
  public void run() {
    float[] masks = mask.all();
    int[] lengths = layout.lengths(masks);
    Workers.forEach(
        layout.batchSize() * layout.heads(),
        (item, worker) -> {
          if (scratch[worker] == null) {
            scratch[worker] = new Scratch();
          }
          int row = item / layout.heads();
          float[] rowMask =
              Arrays.copyOfRange(masks, row * layout.tokens(), (row + 1) * layout.tokens());
          attend(row, item % layout.heads(), lengths[row], rowMask, scratch[worker]);
        });
  }

  private void attend(int row, int head, int length, float[] rowMask, Scratch own) {
    if (head == 0) {
      clear(row, length);
    }
    if (length == 0) {
      return;
    }
    int stride = layout.tokenStride();
    long start = probabilities == null ? 0 : layout.probabilitiesStart(row, head);
    own.query.position(layout.start(0, row, head));
    own.key.position(layout.start(1, row, head));
    own.value.position(layout.start(2, row, head));
    own.result.position(layout.contextStart(row, head));
    own.scoresPointer.position(start);
    Gemm.Matrix scores = Gemm.Matrix.of(own.scoresPointer, length);
    Gemm.multiply(
        length,
        length,
        layout.size(),
        layout.scale(),
        Gemm.Matrix.of(own.query, stride),
        Gemm.Matrix.of(own.key, stride).t(),
        scores);
    softmax(start, length, rowMask, own);
    Gemm.multiply(
        length,
        layout.size(),
        length,
        1,
        scores,
        Gemm.Matrix.of(own.value, stride),
        Gemm.Matrix.of(own.result, layout.hidden()));
  }

  private void clear(int row, int length) {
    float[] zeros = new float[layout.hidden()];
    for (int t = length; t < layout.tokens(); t++) {
      context.put(((long) row * layout.tokens() + t) * zeros.length, zeros, zeros.length);
    }
  }

  private void softmax(long start, int length, float[] rowMask, Scratch own) {
    boolean holes = holes(rowMask, length);
    int rows = own.block.length / length;
    for (int first = 0; first < length; first += rows) {
      int count = Math.min(rows, length - first);
      int size = count * length;
      long place = start + (long) first * length;
      own.scores.get(place, own.block, size);
      if (holes) {
        exclude(own.block, size, length, rowMask);
      }
      if (causal) {
        excludeLater(own.block, first, count, length);
      }
      for (int r = 0; r < count; r++) {
        subtractMaximum(own.block, r * length, length);
      }
      own.math.exp(own.block, size);
      for (int r = 0; r < count; r++) {
        divideBySum(own.block, r * length, length);
      }
      own.scores.put(place, own.block, size);
    }
  }

  private static boolean holes(float[] rowMask, int length) {
    for (int t = 0; t < length; t++) {
      if (rowMask[t] == 0) {
        return true;
      }
    }
    return false;
  }

  private static void exclude(float[] scores, int size, int length, float[] rowMask) {
    for (int i = 0; i < size; i++) {
      if (rowMask[i % length] == 0) {
        scores[i] += MASKED_SCORE;
      }
    }
  }

  private static void excludeLater(float[] scores, int first, int count, int length) {
    for (int r = 0; r < count; r++) {
      Arrays.fill(scores, r * length + first + r + 1, (r + 1) * length, MASKED_SCORE);
    }
  }

  private static void subtractMaximum(float[] x, int from, int length) {
    float highest = RowMath.max(x, from, length);
    for (int i = from; i < from + length; i++) {
      x[i] -= highest;
    }
  }

  private static void divideBySum(float[] x, int from, int length) {
    float factor = 1 / RowMath.sum(x, from, length);
    for (int i = from; i < from + length; i++) {
      x[i] *= factor;
    }
  }
}
