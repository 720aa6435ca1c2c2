package org.taskweave.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.training.evaluate.BestItems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One process's part of {@link RankingComparison}: a hierarchical model of the recipe's default
 * sizes with random weights reads the 50 newest events of one user, scores the catalog, and the ten
 * best of the items that the user has not seen are taken.
 */
@Command(name = "ranking-times", hidden = true, description = "Part of the ranking benchmark.")
final class RankingTimes implements Runnable {

  private static final int EVENTS = 50;
  private static final int TOP = 10;
  private static final int WARM_UP = 200;
  private static final int USERS = 500;

  @Option(names = "--items", required = true)
  private int items;

  @Override
  public void run() {
    Random random = new Random(1);
    try (MultiTaskModel model = ItemModel.create(items, 128, 0, EVENTS, random)) {
      double[] score = new double[USERS];
      double[] all = new double[USERS];
      double[] processor = new double[USERS];
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      for (int i = -WARM_UP; i < USERS; i++) {
        int[] history = random.ints(EVENTS, 0, items).toArray();
        SequenceInput input = input(history);
        long processorStart = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        TaskScores scores = model.score(input).get(0);
        long scored = System.nanoTime();
        BestItems best = new BestItems(TOP, new int[][] {history});
        best.reduce(0, scores, 0, new double[best.width()]);
        long ranked = System.nanoTime();
        if (i >= 0) {
          score[i] = (scored - start) / 1e6;
          all[i] = (ranked - start) / 1e6;
          processor[i] = (threads.getCurrentThreadCpuTime() - processorStart) / 1e6;
        }
      }
      print("score", score);
      print("score+rank", all);
      print("processor time of both", processor);
    }
  }

  private void print(String what, double[] milliseconds) {
    Arrays.sort(milliseconds);
    System.out.printf(
        Locale.ROOT,
        "ranking %,d items, 1 user of %d events, 1 thread: %s p50 %.2f ms p99 %.2f ms%n",
        items,
        EVENTS,
        what,
        milliseconds[USERS / 2],
        milliseconds[(int) Math.ceil(0.99 * USERS) - 1]);
  }

  private static SequenceInput input(int[] history) {
    float[] mask = new float[EVENTS];
    Arrays.fill(mask, 1);
    return SequenceInput.builder(1, EVENTS, history, new int[EVENTS], mask)
        .labelRows(new int[] {EVENTS - 1})
        .build();
  }
}
