package org.taskweave.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Kernels against values worked out by hand. */
class KernelValuesTest {

  /** Normal distribution function and density at 1, from tables. */
  private static final float F1 = 0.8413447f;

  private static final float DENSITY1 = 0.2419707f;

  private static INDArray matrix(float[]... rows) {
    return Nd4j.createFromArray(rows);
  }

  private static INDArray empty(long... shape) {
    return Nd4j.create(DataType.FLOAT, shape);
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  @Test
  void exponentialOfSmallAndLargeArguments() {
    float[] x = {0, -1, 1, -20, 80, -86.5f, -500, 1e-7f};
    float[] expected = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      expected[i] = (float) Math.exp(Math.max(x[i], -87));
    }
    new RowMath(x.length).exp(x, x.length);
    for (int i = 0; i < x.length; i++) {
      assertEquals(expected[i], x[i], 2 * Math.ulp(expected[i]));
    }
  }

  @Test
  void exponentialOfALongRun() {
    float[] x = new float[2500];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 1250) / 100f;
    }
    float[] given = x.clone();
    new RowMath(x.length).exp(x, x.length - 1);
    for (int i = 0; i < x.length - 1; i++) {
      float expected = (float) Math.exp(given[i]);
      assertEquals(expected, x[i], 2 * Math.ulp(expected));
    }
    assertEquals(12.49f, x[2499]);
  }

  @Test
  void greatestOfAnyLength() {
    float[] x = {90, -1, -2, -3, -4, -5, -6, -7, -8, -.5f, -10, 80};
    assertEquals(-.5f, RowMath.max(x, 1, 10));
    assertEquals(-1, RowMath.max(x, 1, 8));
    assertEquals(-4, RowMath.max(x, 4, 1));
  }

  @Test
  void rowsAreAddedToThoseOfATable() {
    INDArray table = matrix(new float[] {1, 2}, new float[] {3, 4}, new float[] {5, 6});
    INDArray rows = matrix(new float[] {10, 20}, new float[] {100, 200}, new float[] {7, 8});
    new RowSumKernel(table, new int[] {2, 0, 2}, rows).run();
    assertArrayEquals(new float[] {101, 202, 3, 4, 22, 34}, values(table));
  }

  @Test
  void sumsAndProductsOfAnyLength() {
    float[] x = {9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    assertEquals(55, RowMath.sum(x, 1, 10));
    assertEquals(385, RowMath.dot(x, x, 1, 10));
    assertEquals(0, RowMath.sum(x, 3, 0));
  }

  @Test
  void geluAndItsDerivative() {
    INDArray y = empty(1, 7);
    INDArray derivative = empty(1, 7);
    INDArray x = matrix(new float[] {1, -1, 0, -4, 2, 60, -61});
    INDArray bias = Nd4j.createFromArray(0f, 0f, 0f, 1f, -1f, 0f, 0f);
    new GeluKernel(x, bias, y, derivative).run();
    // F(-3) = 0.0013498980 and f(3) = 0.0044318484.
    assertArrayEquals(new float[] {F1, F1 - 1, 0, -3 * 0.0013498980f, F1, 60, 0}, values(y), 3e-7f);
    assertArrayEquals(
        new float[] {
          F1 + DENSITY1,
          1 - F1 - DENSITY1,
          0.5f,
          0.0013498980f - 3 * 0.0044318484f,
          F1 + DENSITY1,
          1,
          0
        },
        values(derivative),
        3e-7f);
  }

  @Test
  void productsAndTheirColumnSums() {
    INDArray product = empty(3, 2);
    INDArray sums = empty(2);
    new ProductKernel(
            matrix(new float[] {1, 2}, new float[] {3, 4}, new float[] {5, 6}),
            matrix(new float[] {1, 1}, new float[] {2, 0}, new float[] {-1, 1}),
            product,
            sums)
        .run();
    assertArrayEquals(new float[] {1, 2, 6, 0, -5, 6}, values(product));
    assertArrayEquals(new float[] {2, 8}, values(sums));
  }

  @Test
  void layerNormOfASum() {
    // Rows of x + bias + residual: (1, 3) and (6, 0), so n = (-1, 1) and (1, -1).
    LayerNormKernel.Inputs inputs =
        new LayerNormKernel.Inputs(
            matrix(new float[] {0, 1}, new float[] {5, -2}),
            Nd4j.createFromArray(1f, 2f),
            matrix(new float[] {0, 0}, new float[] {0, 0}),
            Nd4j.createFromArray(2f, 3f),
            Nd4j.createFromArray(10f, 20f),
            0);
    INDArray y = empty(2, 2);
    INDArray normalised = empty(2, 2);
    INDArray scale = empty(2);
    new LayerNormKernel(inputs, y, normalised, scale).run();
    assertArrayEquals(new float[] {8, 23, 12, 17}, values(y), 1e-6f);
    assertArrayEquals(new float[] {-1, 1, 1, -1}, values(normalised), 1e-6f);
    assertArrayEquals(new float[] {1, 1 / 3f}, values(scale), 1e-6f);
  }

  @Test
  void layerNormsEpsilonKeepsAConstantRowFinite() {
    INDArray one = Nd4j.createFromArray(1f, 1f);
    INDArray y = empty(1, 2);
    new LayerNormKernel(
            new LayerNormKernel.Inputs(matrix(new float[] {4, 4}), null, null, one, one, 1e-5),
            y,
            null,
            null)
        .run();
    assertArrayEquals(new float[] {1, 1}, values(y), 1e-6f);
  }

  /** One head of one value: scores are products of numbers. */
  @Test
  void attentionOfTwoTokens() {
    float ln3 = (float) Math.log(3);
    INDArray queryKeyValue = matrix(new float[] {ln3, 0, 4}, new float[] {0, 1, 8});
    INDArray context = empty(2, 1);
    INDArray probabilities = empty(1, 2, 2);
    new AttentionKernel(queryKeyValue, matrix(new float[] {1, 1}), 1, false, context, probabilities)
        .run();
    assertArrayEquals(new float[] {0.25f, 0.75f, 0.5f, 0.5f}, values(probabilities), 1e-6f);
    assertArrayEquals(new float[] {7, 6}, values(context), 1e-5f);
  }

  @Test
  void attentionLeavesPaddingOut() {
    INDArray queryKeyValue =
        matrix(new float[] {1, 1, 4}, new float[] {1, 1, 8}, new float[] {5, 5, 100});
    INDArray context = empty(3, 1).assign(77);
    new AttentionKernel(queryKeyValue, matrix(new float[] {1, 1, 0}), 1, false, context, null)
        .run();
    assertArrayEquals(new float[] {6, 6, 0}, values(context), 1e-6f);
    new AttentionKernel(queryKeyValue, matrix(new float[] {1, 0, 1}), 1, false, context, null)
        .run();
    float[] withHole = values(context);
    assertTrue(withHole[0] > 4 && withHole[0] <= 100);
    // Token 0's scores are 1 and 5: the hole has no part in the weights.
    double e = Math.exp(4);
    assertEquals((4 + e * 100) / (1 + e), withHole[0], 1e-4);
    new AttentionKernel(queryKeyValue, matrix(new float[] {0, 0, 0}), 1, false, context, null)
        .run();
    assertArrayEquals(new float[] {0, 0, 0}, values(context));
  }

  @Test
  void arraysThatAKernelCannotReadAreRefused() {
    INDArray x = empty(2, 3);
    assertThrows(
        IllegalArgumentException.class,
        () -> new ProductKernel(x.transpose(), x.transpose(), x.transpose(), null));
    INDArray wide = x.castTo(DataType.DOUBLE);
    assertThrows(IllegalArgumentException.class, () -> new ProductKernel(wide, wide, wide, null));
  }

  @Test
  void viewsAreReadWhereTheyLie() {
    INDArray flat = Nd4j.createFromArray(9f, 1f, 2f, 3f, 4f, 9f);
    INDArray view =
        flat.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(1, 5)).reshape('c', 2, 2);
    INDArray product = empty(2, 2);
    new ProductKernel(view, view, product, null).run();
    assertArrayEquals(new float[] {1, 4, 9, 16}, values(product));
  }
}
