package org.taskweave.data.batch;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.ExampleFeatures;
import org.taskweave.data.rule.UserFold;

/**
 * Hierarchical sequences of {@link ItemTokens}, one per event. A longer history is read from its
 * newest events.
 *
 * <p>In training, histories of a user that begin alike become one sequence, since a causal model
 * reads each of them at the position of its last event. A longer one becomes windows that overlap
 * by half; each position is labelled in the window that shows most of what came before it.
 */
public final class ItemSequenceEncoder implements HistoryEncoder {

  private final ItemTokens tokens;
  private final int maxEvents;
  private final NegativeSampling sampling;

  /** An encoder that learns from all examples. */
  public ItemSequenceEncoder(ExampleFeatures features, ItemCatalog catalog, int maxEvents) {
    this(features, catalog, maxEvents, NegativeSampling.NONE);
  }

  /**
   * An encoder.
   *
   * @param maxEvents most tokens of a sequence
   * @param sampling of the examples that are learned from
   */
  public ItemSequenceEncoder(
      ExampleFeatures features, ItemCatalog catalog, int maxEvents, NegativeSampling sampling) {
    this.tokens = new ItemTokens(features, catalog);
    this.maxEvents = maxEvents;
    this.sampling = sampling;
  }

  @Override
  public EncodedExample encode(Example example) {
    int end = example.history().size();
    return window(Math.max(0, end - maxEvents), end, List.of(example), 0);
  }

  @Override
  public void encodeAll(List<Example> examples, Consumer<EncodedExample> sink) {
    for (List<Example> shared : SharedHistories.of(examples)) {
      int end = shared.get(0).history().size();
      sink.accept(window(Math.max(0, end - maxEvents), end, shared, 0));
    }
  }

  @Override
  public void encodeTraining(List<Example> examples, Consumer<EncodedExample> sink) {
    List<Example> learned = BasketItems.of(sampling.sampled(examples));
    for (List<Example> nested : NestedHistories.of(learned)) {
      addWindows(nested, sink);
    }
  }

  /** Windows from the oldest event on, each labelling what the one before did not. */
  private void addWindows(List<Example> nested, Consumer<EncodedExample> sink) {
    int size = nested.get(nested.size() - 1).history().size();
    int step = Math.max(1, maxEvents / 2);
    int done = 0;
    for (int end = Math.min(size, maxEvents); done < size; end = Math.min(size, end + step)) {
      int from = done;
      int to = end;
      List<Example> labelled =
          nested.stream()
              .filter(e -> e.history().size() > from && e.history().size() <= to)
              .toList();
      if (!labelled.isEmpty()) {
        int last = labelled.get(labelled.size() - 1).history().size();
        int fold = 1 + UserFold.of(labelled.get(0).user());
        sink.accept(
            window(Math.max(0, last - maxEvents), last, labelled, fold)
                .weighing(labelled.stream().mapToDouble(Example::weight).toArray()));
      }
      done = end;
    }
  }

  /** Events from (inclusive) to (exclusive) of the longest history, which the others begin. */
  private EncodedExample window(int from, int to, List<Example> labelled, int fold) {
    List<BehaviorEvent> history = labelled.get(labelled.size() - 1).history();
    return tokens.encode(
        history.subList(from, to),
        from == 0 ? OptionalLong.empty() : OptionalLong.of(history.get(from - 1).timestampMillis()),
        labelled.stream().mapToInt(example -> example.history().size() - 1 - from).toArray(),
        labelled,
        fold);
  }

  @Override
  public Map<String, Integer> unknownClasses() {
    return tokens.unknownClasses();
  }
}
