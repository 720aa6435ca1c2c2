package org.taskweave.trees;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.ExampleFeatures;

/**
 * A sequence in a few numbers: how many events and items, hours since the newest event, what its
 * channels were, and the means of the numeric ones.
 */
final class HistoryColumns {

  private static final double MILLIS_PER_HOUR = 3_600_000.0;
  private static final int MOST_COLUMNS = 64;

  private final ExampleFeatures features;
  private final List<String> names =
      new ArrayList<>(List.of("events", "items", "hours since the newest event"));

  /**
   * Columns.
   *
   * @param features of hierarchical sequences
   */
  HistoryColumns(ExampleFeatures features) {
    this.features = features;
    for (TokenChannels.Categorical channel : features.channels().categorical()) {
      if (isOneHot(channel)) {
        for (int index = 0; index < channel.size(); index++) {
          names.add("newest " + channel.name() + " #" + index);
        }
      } else {
        names.add("newest " + channel.name());
      }
    }
    for (String channel : features.channels().numeric()) {
      names.add("newest " + channel);
      names.add("mean " + channel);
    }
  }

  List<String> names() {
    return names;
  }

  /** Time gaps have an order; where there are many values, trees take them apart by index. */
  private static boolean isOneHot(TokenChannels.Categorical channel) {
    return !channel.name().equals("timeGap") && channel.size() <= MOST_COLUMNS;
  }

  void write(Example example, float[] into, int offset) {
    List<BehaviorEvent> history = example.history();
    BehaviorEvent newest = history.get(history.size() - 1);
    Set<String> items = new HashSet<>();
    double[] sums = new double[features.channels().numeric().size()];
    for (BehaviorEvent event : history) {
      items.add(event.item());
      float[] numbers = features.numericChannels(event);
      for (int c = 0; c < sums.length; c++) {
        sums[c] += numbers[c];
      }
    }
    into[offset] = history.size();
    into[offset + 1] = items.size();
    into[offset + 2] = (float) ((example.cutMillis() - newest.timestampMillis()) / MILLIS_PER_HOUR);
    OptionalLong before =
        history.size() == 1
            ? OptionalLong.empty()
            : OptionalLong.of(history.get(history.size() - 2).timestampMillis());
    int at = offset + 3;
    int[] indices = features.categoricalChannels(newest, before);
    for (int c = 0; c < indices.length; c++) {
      TokenChannels.Categorical channel = features.channels().categorical().get(c);
      into[at + (isOneHot(channel) ? indices[c] : 0)] = isOneHot(channel) ? 1 : indices[c];
      at += isOneHot(channel) ? channel.size() : 1;
    }
    float[] numbers = features.numericChannels(newest);
    for (int c = 0; c < sums.length; c++) {
      into[at++] = numbers[c];
      into[at++] = (float) (sums[c] / history.size());
    }
  }
}
