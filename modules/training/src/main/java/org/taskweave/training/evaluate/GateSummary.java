package org.taskweave.training.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.data.batch.Batcher;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.share.GateValues;

/**
 * One weight of a gate over the examples of a split.
 *
 * @param gate as in {@link GateValues}
 * @param column what is weighed
 * @param deviation standard deviation over the examples
 */
public record GateSummary(String gate, String column, double mean, double deviation) {

  /** Mean and spread of every gate of a model; none for a shared bottom. */
  public static List<GateSummary> of(
      MultiTaskModel model, Batcher batcher, List<EncodedExample> examples) {
    Map<List<String>, Moments> moments = new LinkedHashMap<>();
    for (MultiTaskBatch batch : batcher.evaluation(examples)) {
      for (GateValues gate : model.gates(batch.input())) {
        for (int row = 0; row < gate.rows(); row++) {
          if (batch.exampleIndices()[row] >= 0) {
            for (int c = 0; c < gate.columns().size(); c++) {
              moments
                  .computeIfAbsent(List.of(gate.gate(), gate.columns().get(c)), k -> new Moments())
                  .add(gate.at(row, c));
            }
          }
        }
      }
    }
    List<GateSummary> summaries = new ArrayList<>();
    moments.forEach(
        (names, m) ->
            summaries.add(new GateSummary(names.get(0), names.get(1), m.mean, m.deviation())));
    return summaries;
  }

  /** The summaries as a table. */
  public static String table(List<GateSummary> summaries) {
    int gate = summaries.stream().mapToInt(s -> s.gate().length()).max().orElse(0);
    int column = summaries.stream().mapToInt(s -> s.column().length()).max().orElse(0);
    String row = "%-" + Math.max(4, gate) + "s  %-" + Math.max(6, column) + "s  ";
    StringBuilder text =
        new StringBuilder(String.format(Locale.ROOT, row + "mean   spread", "gate", "weighs"));
    for (GateSummary summary : summaries) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n" + row + "%.3f  %.3f",
              summary.gate(),
              summary.column(),
              summary.mean(),
              summary.deviation()));
    }
    return text.toString();
  }

  /** Mean and sum of squared differences (Welford 1962). */
  private static final class Moments {
    private long count;
    private double mean;
    private double squares;

    void add(double value) {
      count++;
      double difference = value - mean;
      mean += difference / count;
      squares += difference * (value - mean);
    }

    double deviation() {
      return Math.sqrt(squares / count);
    }
  }
}
