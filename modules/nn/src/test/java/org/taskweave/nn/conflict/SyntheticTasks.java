package org.taskweave.nn.conflict;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Two regressions whose relation is given, after section 3.2 of Ma et al. 2018 (MMoE): with
 * orthogonal unit vectors u1, u2 [d] and a correlation p,
 *
 * <pre>
 * w1 = c u1,   w2 = c (p u1 + sqrt(1 - p^2) u2),   x ~ N(0, 1)^d
 * y_k = w_k . x + sum_i sin(a_i w_k . x + b_i) + noise,   i = 1 ... m
 * </pre>
 *
 * <p>The paper leaves c, m, a and b open. They are those of the generator that Google Research
 * published for it, c = 1, a_i = i, b_i = (i - 1)^2 and noise of standard deviation 0.01, but for
 * m, which is 10 there and a parameter here. p = 1 is the same task twice, 0 unrelated ones, -1 the
 * same curve run through in the other direction.
 */
public final class SyntheticTasks {

  private static final double NOISE = 0.01;

  private final double[][] directions;
  private final int sines;
  private final double[] labelScales;
  private final long seed;

  private SyntheticTasks(double[][] directions, int sines, double[] labelScales, long seed) {
    this.directions = directions;
    this.sines = sines;
    this.labelScales = labelScales;
    this.seed = seed;
  }

  /**
   * The tasks of a seed.
   *
   * @param correlation p, -1 to 1
   * @param inputs d
   * @param sines m
   * @param labelScales [2] factors of the labels, that is of their unit
   */
  public static SyntheticTasks of(
      double correlation, int inputs, int sines, double[] labelScales, long seed) {
    Random random = new Random(seed);
    double[] first = unit(gaussian(random, inputs));
    double[] second = gaussian(random, inputs);
    double along = dot(first, second);
    for (int i = 0; i < inputs; i++) {
      second[i] -= along * first[i];
    }
    second = unit(second);
    double across = Math.sqrt(1 - correlation * correlation);
    for (int i = 0; i < inputs; i++) {
      second[i] = correlation * first[i] + across * second[i];
    }
    return new SyntheticTasks(new double[][] {first, second}, sines, labelScales.clone(), seed);
  }

  private static double[] gaussian(RandomGenerator random, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  private static double[] unit(double[] vector) {
    double norm = Math.sqrt(dot(vector, vector));
    double[] unit = vector.clone();
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= norm;
    }
    return unit;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The label without noise and scale at z = w . x. */
  double curve(double z) {
    double value = z;
    for (int i = 1; i <= sines; i++) {
      value += Math.sin(i * z + (i - 1) * (i - 1));
    }
    return value;
  }

  /** w1, w2 [2,d]. */
  double[][] directions() {
    return new double[][] {directions[0].clone(), directions[1].clone()};
  }

  /**
   * Independent rows.
   *
   * @param stream other rows for another number, the same ones for the same
   */
  public Rows rows(int count, int stream) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003L + stream);
    int inputs = directions[0].length;
    float[][] x = new float[count][inputs];
    float[][] first = new float[count][1];
    float[][] second = new float[count][1];
    for (int row = 0; row < count; row++) {
      double[] z = new double[2];
      for (int i = 0; i < inputs; i++) {
        double value = random.nextGaussian();
        x[row][i] = (float) value;
        z[0] += directions[0][i] * value;
        z[1] += directions[1][i] * value;
      }
      first[row][0] = label(0, z[0], random);
      second[row][0] = label(1, z[1], random);
    }
    return new Rows(
        Nd4j.createFromArray(x), Nd4j.createFromArray(first), Nd4j.createFromArray(second));
  }

  private float label(int task, double z, RandomGenerator random) {
    return (float) (labelScales[task] * (curve(z) + NOISE * random.nextGaussian()));
  }
}
