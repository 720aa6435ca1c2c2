package org.taskweave.engine.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradients of {@link AttentionKernel}: with P the probabilities and dO the gradient at the
 * context, dV = P' dO, dP = dO V', dS = P * (dP - rowsum(P * dP)), dQ = dS K / sqrt(size), dK = dS'
 * Q / sqrt(size).
 */
public final class AttentionGradientKernel implements Runnable {

  private final AttentionLayout layout;
  private final NativeFloats queryKeyValue;
  private final NativeFloats mask;
  private final NativeFloats probabilities;
  private final NativeFloats dContext;
  private final NativeFloats gradient;
  private final Scratch[] scratch = new Scratch[Workers.COUNT];

  /**
   * The kernel for fixed arrays.
   *
   * @param queryKeyValue [B*T,3H]
   * @param mask [B,T]
   * @param probabilities [B*A,T,T], as the forward kernel left them
   * @param dContext [B*T,H]
   * @param gradient of queryKeyValue [B*T,3H]
   */
  public AttentionGradientKernel(
      INDArray queryKeyValue,
      INDArray mask,
      int heads,
      INDArray probabilities,
      INDArray dContext,
      INDArray gradient) {
    this.layout = AttentionLayout.of(queryKeyValue, mask, heads);
    this.queryKeyValue = NativeFloats.of(queryKeyValue);
    this.mask = NativeFloats.of(mask);
    this.probabilities = NativeFloats.of(probabilities);
    this.dContext = NativeFloats.of(dContext);
    this.gradient = NativeFloats.of(gradient);
  }

  private final class Scratch {
    final FloatPointer[] part = new FloatPointer[3];
    final FloatPointer[] partGradient = new FloatPointer[3];
    final FloatPointer p = probabilities.pointer();
    final FloatPointer incoming = dContext.pointer();
    final NativeFloats scores;
    final FloatPointer dScores;
    final float[] pBlock;
    final float[] dBlock;

    Scratch() {
      for (int i = 0; i < part.length; i++) {
        part[i] = queryKeyValue.pointer();
        partGradient[i] = gradient.pointer();
      }
      int tokens = layout.tokens();
      this.scores = NativeScratch.floats((long) tokens * tokens);
      this.dScores = scores.pointer();
      this.pBlock = new float[layout.blockLength()];
      this.dBlock = new float[layout.blockLength()];
    }

    Gemm.Matrix part(int index) {
      return Gemm.Matrix.of(part[index], layout.tokenStride());
    }

    Gemm.Matrix partGradient(int index) {
      return Gemm.Matrix.of(partGradient[index], layout.tokenStride());
    }
  }

  @Override
  public void run() {
    int[] lengths = layout.lengths(mask.all());
    Workers.forEach(
        layout.batchSize() * layout.heads(),
        (item, worker) -> {
          if (scratch[worker] == null) {
            scratch[worker] = new Scratch();
          }
          int row = item / layout.heads();
          differentiate(row, item % layout.heads(), lengths[row], scratch[worker]);
        });
  }

  private void differentiate(int row, int head, int length, Scratch own) {
    if (head == 0) {
      clear(row, length);
    }
    if (length == 0) {
      return;
    }
    for (int i = 0; i < 3; i++) {
      own.part[i].position(layout.start(i, row, head));
      own.partGradient[i].position(layout.start(i, row, head));
    }
    long start = layout.probabilitiesStart(row, head);
    own.p.position(start);
    own.incoming.position(layout.contextStart(row, head));
    int size = layout.size();
    Gemm.Matrix p = Gemm.Matrix.of(own.p, length);
    Gemm.Matrix incoming = Gemm.Matrix.of(own.incoming, layout.hidden());
    Gemm.Matrix dScores = Gemm.Matrix.of(own.dScores, length);
    Gemm.multiply(length, size, length, 1, p.t(), incoming, own.partGradient(2));
    Gemm.multiply(length, length, size, 1, incoming, own.part(2).t(), dScores);
    softmaxGradient(start, length, own);
    Gemm.multiply(length, size, length, layout.scale(), dScores, own.part(1), own.partGradient(0));
    Gemm.multiply(
        length, size, length, layout.scale(), dScores.t(), own.part(0), own.partGradient(1));
  }

  private void clear(int row, int length) {
    float[] zeros = new float[layout.tokenStride()];
    for (int t = length; t < layout.tokens(); t++) {
      gradient.put(((long) row * layout.tokens() + t) * zeros.length, zeros, zeros.length);
    }
  }

  private void softmaxGradient(long start, int length, Scratch own) {
    int rows = own.pBlock.length / length;
    for (int first = 0; first < length; first += rows) {
      int count = Math.min(rows, length - first);
      long place = (long) first * length;
      probabilities.get(start + place, own.pBlock, count * length);
      own.scores.get(place, own.dBlock, count * length);
      for (int r = 0; r < count; r++) {
        softmaxGradient(own.pBlock, own.dBlock, r * length, length);
      }
      own.scores.put(place, own.dBlock, count * length);
    }
  }

  private static void softmaxGradient(float[] p, float[] d, int from, int length) {
    float mean = RowMath.dot(p, d, from, length);
    for (int i = from; i < from + length; i++) {
      d[i] = p[i] * (d[i] - mean);
    }
  }
}
