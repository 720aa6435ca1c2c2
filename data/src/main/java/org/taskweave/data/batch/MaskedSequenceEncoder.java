package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.ExampleFeatures;

/**
 * Hierarchical sequences for a model that reads in both directions and learns masked events. Tokens
 * are those of {@link ItemSequenceEncoder}; an example is read at a mask after its newest event,
 * with the id N + 1 and nothing in any channel, neither the action nor the time since the newest
 * event.
 *
 * <p>In training each user is one sequence, the longest history, in windows that overlap by half. A
 * row stands at each event that next-item tasks may mask, labelled with the event's own item and
 * with user features of what came before it; which of them are masked is drawn in each step. The
 * item that came next after the whole history stands at a mask from the start. Labels of other
 * tasks have sequences of their own, since a later event would tell them.
 */
public final class MaskedSequenceEncoder implements HistoryEncoder {

  private final ExampleFeatures features;
  private final ItemSequenceEncoder events;
  private final int items;
  private final int most;

  /**
   * An encoder.
   *
   * @param maxEvents most events of a sequence, besides its mask
   */
  public MaskedSequenceEncoder(ExampleFeatures features, ItemCatalog catalog, int maxEvents) {
    this.features = features;
    this.events = new ItemSequenceEncoder(features, catalog, maxEvents);
    this.items = catalog.size();
    this.most = maxEvents;
  }

  @Override
  public EncodedExample encode(Example example) {
    return withMask(events.encode(example));
  }

  @Override
  public void encodeTraining(List<Example> examples, Consumer<EncodedExample> sink) {
    for (List<Example> nested : NestedHistories.of(examples)) {
      addWindows(nested.get(nested.size() - 1), sink);
    }
    for (Example example : examples) {
      Example others = keeping(example, task -> task.ranking().isEmpty());
      if (others.labels().stream().anyMatch(LabelValue::isKnown)) {
        sink.accept(encode(others));
      }
    }
  }

  /** Windows from the oldest event on, each with rows for what the one before did not show. */
  private void addWindows(Example longest, Consumer<EncodedExample> sink) {
    int size = longest.history().size();
    int step = Math.max(1, most / 2);
    int done = 0;
    for (int end = Math.min(size, most); done < size; end = Math.min(size, end + step)) {
      window(longest, done, end).ifPresent(sink);
      done = end;
    }
  }

  /** The newest events before an end, with rows for those from a position on; empty without any. */
  private Optional<EncodedExample> window(Example longest, int from, int end) {
    List<BehaviorEvent> history = longest.history();
    boolean last = end == history.size();
    EncodedExample tokens =
        events.encode(
            new Example(
                longest.user(),
                longest.cutMillis(),
                longest.split(),
                history.subList(0, end),
                keeping(longest, task -> last && task.ranking().isPresent()).labels(),
                Optional.empty(),
                longest.userRows()));
    int first = end - tokens.length();
    List<EncodedExample> rows = new ArrayList<>();
    for (int position = from; position < end; position++) {
      if (tokens.tokenIds()[position - first] < items) {
        row(tokens, position - first, longest, position).ifPresent(rows::add);
      }
    }
    if (known(tokens.labels())) {
      tokens = withMask(tokens);
      rows.add(tokens);
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(joined(tokens, rows));
  }

  /** The tokens with the label of one event; empty if no task may mask it. */
  private Optional<EncodedExample> row(
      EncodedExample tokens, int token, Example longest, int position) {
    List<BehaviorEvent> history = longest.history();
    BehaviorEvent event = history.get(position);
    List<TaskLabels> labels = new ArrayList<>();
    for (int k = 0; k < features.tasks().size(); k++) {
      TaskSpec task = features.tasks().get(k);
      float[] values = new float[tokens.labels().get(k).values().length];
      boolean asks =
          task.ranking().isPresent()
              && task.label().namedAction().map(event.action()::equals).orElse(true);
      values[0] = asks ? tokens.tokenIds()[token] : 0;
      labels.add(new TaskLabels(values, new float[] {asks ? 1 : 0}));
    }
    return known(labels)
        ? Optional.of(
            EncodedExample.ofEvents(
                tokens.tokenIds(),
                tokens.categoricalChannels(),
                tokens.numericChannels(),
                new int[] {token},
                features.userFeatures(
                    new Example(
                        event.user(),
                        event.timestampMillis(),
                        Split.TRAIN,
                        history.subList(0, position),
                        List.of(),
                        Optional.empty(),
                        longest.userRows())),
                labels))
        : Optional.empty();
  }

  private static boolean known(List<TaskLabels> labels) {
    return labels.stream().anyMatch(label -> label.mask()[0] != 0);
  }

  /** One sequence with the rows of several, each of which has one. */
  private static EncodedExample joined(EncodedExample tokens, List<EncodedExample> rows) {
    int width = tokens.userFeatures().length;
    float[] user = new float[rows.size() * width];
    for (int r = 0; r < rows.size(); r++) {
      System.arraycopy(rows.get(r).userFeatures(), 0, user, r * width, width);
    }
    List<TaskLabels> labels = new ArrayList<>();
    for (int k = 0; k < tokens.labels().size(); k++) {
      int values = tokens.labels().get(k).values().length;
      TaskLabels all = new TaskLabels(new float[rows.size() * values], new float[rows.size()]);
      for (int r = 0; r < rows.size(); r++) {
        TaskLabels own = rows.get(r).labels().get(k);
        System.arraycopy(own.values(), 0, all.values(), r * values, values);
        all.mask()[r] = own.mask()[0];
      }
      labels.add(all);
    }
    return EncodedExample.ofEvents(
        tokens.tokenIds(),
        tokens.categoricalChannels(),
        tokens.numericChannels(),
        rows.stream().mapToInt(row -> row.labelPositions()[0]).toArray(),
        user,
        labels);
  }

  /** The sequence with a mask behind, which its row is read at. */
  private EncodedExample withMask(EncodedExample sequence) {
    return sequence.withToken(items + 1).readAt(sequence.length());
  }

  private Example keeping(Example example, Predicate<TaskSpec> kept) {
    List<LabelValue> labels = new ArrayList<>();
    for (int k = 0; k < features.tasks().size(); k++) {
      labels.add(
          kept.test(features.tasks().get(k)) ? example.labels().get(k) : new LabelValue.Missing());
    }
    return new Example(
        example.user(),
        example.cutMillis(),
        example.split(),
        example.history(),
        labels,
        Optional.empty(),
        example.userRows());
  }

  @Override
  public Map<String, Integer> unknownClasses() {
    return events.unknownClasses();
  }
}
