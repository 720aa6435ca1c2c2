package org.taskweave.core.metric;

import java.util.List;
import java.util.function.BiFunction;
import org.taskweave.core.calibration.Nonconformity;
import org.taskweave.core.calibration.Region;

/** A mean over the regions that are predicted for labels; labels are [n], scores [n, W]. */
final class RegionMetric implements Metric {

  private final String name;
  private final Direction direction;
  private final Nonconformity nonconformity;
  private final double distance;
  private final BiFunction<Region, Double, Double> ofRow;

  private RegionMetric(
      String name,
      Direction direction,
      Nonconformity nonconformity,
      double distance,
      BiFunction<Region, Double, Double> ofRow) {
    this.name = name;
    this.direction = direction;
    this.nonconformity = nonconformity;
    this.distance = distance;
    this.ofRow = ofRow;
  }

  /**
   * The share of the labels that lie in their regions, and the regions' mean size: the width of
   * intervals, the number of classes of sets.
   *
   * @param coverage that the regions are made for, for the names
   * @param distance of it
   */
  static List<Metric> of(Nonconformity nonconformity, double coverage, double distance) {
    return List.of(
        new RegionMetric(
            "covered@" + coverage,
            Direction.HIGHER_IS_BETTER,
            nonconformity,
            distance,
            (region, label) -> region.contains(label) ? 1. : 0.),
        new RegionMetric(
            "regionSize@" + coverage,
            Direction.LOWER_IS_BETTER,
            nonconformity,
            distance,
            (region, label) -> region.size()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Direction direction() {
    return direction;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    double[] perRow = new double[labels.length];
    double[] row = new double[labels.length == 0 ? 0 : scores.length / labels.length];
    for (int i = 0; i < labels.length; i++) {
      System.arraycopy(scores, i * row.length, row, 0, row.length);
      perRow[i] = ofRow.apply(nonconformity.within(distance, row), labels[i]);
    }
    return new PreparedMean(perRow, false);
  }
}
