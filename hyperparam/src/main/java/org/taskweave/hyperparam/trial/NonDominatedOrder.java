package org.taskweave.hyperparam.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Points with several losses from best to worst: by front of the fast non-dominated sort, within a
 * front by crowding distance, the loneliest first (Deb et al. 2002, "A fast and elitist
 * multiobjective genetic algorithm: NSGA-II"). With one loss it is the plain order.
 */
public final class NonDominatedOrder {

  private NonDominatedOrder() {}

  /** Whether a point is nowhere worse than another and somewhere better. */
  public static boolean dominates(double[] a, double[] b) {
    boolean better = false;
    for (int k = 0; k < a.length; k++) {
      if (a[k] > b[k]) {
        return false;
      }
      better |= a[k] < b[k];
    }
    return better;
  }

  /** The front of each point, from 0: how often the non-dominated points are taken away first. */
  public static int[] fronts(List<double[]> losses) {
    int[] fronts = new int[losses.size()];
    Arrays.fill(fronts, -1);
    int placed = 0;
    for (int front = 0; placed < fronts.length; front++) {
      List<Integer> members = new ArrayList<>();
      for (int i = 0; i < fronts.length; i++) {
        if (fronts[i] < 0 && !dominated(i, losses, fronts)) {
          members.add(i);
        }
      }
      for (int member : members) {
        fronts[member] = front;
      }
      placed += members.size();
    }
    return fronts;
  }

  /** Whether any point that is in no front yet dominates this one. */
  private static boolean dominated(int point, List<double[]> losses, int[] fronts) {
    for (int other = 0; other < fronts.length; other++) {
      if (fronts[other] < 0 && dominates(losses.get(other), losses.get(point))) {
        return true;
      }
    }
    return false;
  }

  /** Indices of the points, best first; equal ones in the order given. */
  public static List<Integer> order(List<double[]> losses) {
    int[] fronts = fronts(losses);
    boolean plain = losses.isEmpty() || losses.get(0).length == 1;
    double[] crowding = plain ? new double[fronts.length] : crowding(losses, fronts);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < fronts.length; i++) {
      order.add(i);
    }
    order.sort(
        Comparator.<Integer>comparingInt(i -> fronts[i])
            .thenComparing(i -> crowding[i], Comparator.reverseOrder()));
    return order;
  }

  /**
   * Sum over losses of the gap between a point's neighbours in its front, as share of its range.
   */
  private static double[] crowding(List<double[]> losses, int[] fronts) {
    double[] crowding = new double[fronts.length];
    int count = Arrays.stream(fronts).max().orElse(-1) + 1;
    for (int front = 0; front < count; front++) {
      List<Integer> members = new ArrayList<>();
      for (int i = 0; i < fronts.length; i++) {
        if (fronts[i] == front) {
          members.add(i);
        }
      }
      for (int k = 0; k < losses.get(0).length; k++) {
        addGaps(losses, members, k, crowding);
      }
    }
    return crowding;
  }

  private static void addGaps(
      List<double[]> losses, List<Integer> members, int k, double[] crowding) {
    members.sort(Comparator.comparingDouble(i -> losses.get(i)[k]));
    int last = members.size() - 1;
    double range = losses.get(members.get(last))[k] - losses.get(members.get(0))[k];
    crowding[members.get(0)] = Double.POSITIVE_INFINITY;
    crowding[members.get(last)] = Double.POSITIVE_INFINITY;
    for (int i = 1; i < last; i++) {
      double gap = losses.get(members.get(i + 1))[k] - losses.get(members.get(i - 1))[k];
      crowding[members.get(i)] += range > 0 && Double.isFinite(range) ? gap / range : 0;
    }
  }
}
