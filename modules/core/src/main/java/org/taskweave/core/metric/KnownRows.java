package org.taskweave.core.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The rows whose label is known. */
record KnownRows(
    double[] labels, double[] scores, Optional<double[]> floor, int[] unitOfRow, int count) {

  static KnownRows of(Evaluator.Predictions all, int labelWidth, int scoreWidth) {
    int rows = all.labels().length / labelWidth;
    requireLength("labels", all.labels().length, rows * labelWidth);
    requireLength("scores", all.scores().length, rows * scoreWidth);
    all.floor().ifPresent(floor -> requireLength("floor", floor.length, rows));
    all.unitOfRow().ifPresent(units -> requireLength("unitOfRow", units.length, rows));
    int[] known =
        IntStream.range(0, rows)
            .filter(row -> !Double.isNaN(all.labels()[row * labelWidth]))
            .toArray();
    int[] units = all.unitOfRow().orElseGet(() -> Bootstrap.everyRow(rows));
    return new KnownRows(
        pick(all.labels(), labelWidth, known),
        pick(all.scores(), scoreWidth, known),
        all.floor().map(floor -> pick(floor, 1, known)),
        renumbered(units, known),
        known.length);
  }

  /** Units from 0 without gaps, so that a unit without known rows is not drawn. */
  private static int[] renumbered(int[] units, int[] known) {
    Map<Integer, Integer> numbers = new HashMap<>();
    return Arrays.stream(known)
        .map(row -> numbers.computeIfAbsent(units[row], unit -> numbers.size()))
        .toArray();
  }

  private static double[] pick(double[] values, int width, int[] rows) {
    double[] picked = new double[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * width, picked, i * width, width);
    }
    return picked;
  }

  private static void requireLength(String what, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          what + " has " + actual + " values where " + expected + " fit the labels");
    }
  }
}
