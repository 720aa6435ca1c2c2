package org.taskweave.engine.kernel;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Products of small matrices that lie within larger ones, on the calling thread. OpenBLAS is set to
 * one thread for the whole process: here kernels run one product per thread, and ND4J's large
 * products go through oneDNN.
 */
public final class Gemm {

  static {
    openblas_nolapack.blas_set_num_threads(1);
  }

  private Gemm() {}

  /** A matrix of rows that lie a stride apart. */
  public record Matrix(FloatPointer start, int stride, boolean transposed) {

    /** A matrix as it lies there. */
    public static Matrix of(FloatPointer start, int stride) {
      return new Matrix(start, stride, false);
    }

    /** Its transpose. */
    public Matrix t() {
      return new Matrix(start, stride, !transposed);
    }
  }

  /** into [m,n] = factor * left [m,k] right [k,n]. */
  public static void multiply(
      int m, int n, int k, float factor, Matrix left, Matrix right, Matrix into) {
    run(m, n, k, factor, left, right, 0, into);
  }

  /** into [m,n] += factor * left [m,k] right [k,n]. */
  public static void add(
      int m, int n, int k, float factor, Matrix left, Matrix right, Matrix into) {
    run(m, n, k, factor, left, right, 1, into);
  }

  private static void run(
      int m, int n, int k, float factor, Matrix left, Matrix right, float kept, Matrix into) {
    openblas.cblas_sgemm(
        CblasRowMajor,
        left.transposed() ? CblasTrans : CblasNoTrans,
        right.transposed() ? CblasTrans : CblasNoTrans,
        m,
        n,
        k,
        factor,
        left.start(),
        left.stride(),
        right.start(),
        right.stride(),
        kept,
        into.start(),
        into.stride());
  }
}
