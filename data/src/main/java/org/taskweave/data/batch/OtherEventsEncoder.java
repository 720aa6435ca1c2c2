package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.ExampleFeatures;

/**
 * Hierarchical sequences for a model that tells each event's label from the user's other events.
 * The row of an example stands at the token of its own event, which that row does not read.
 *
 * <p>In training a user is one sequence of all training events, each with a row; one that is too
 * long becomes several, one after the other. Otherwise a sequence is an example's history, of which
 * the events nearest in time to the target are kept, with an empty token behind it, where the row
 * stands.
 */
public final class OtherEventsEncoder implements HistoryEncoder {

  private final ItemTokens tokens;
  private final int outside;
  private final int maxEvents;

  /**
   * An encoder.
   *
   * @param maxEvents most events of a sequence, besides the empty token
   */
  public OtherEventsEncoder(ExampleFeatures features, ItemCatalog catalog, int maxEvents) {
    this.tokens = new ItemTokens(features, catalog);
    this.outside = catalog.size();
    this.maxEvents = maxEvents;
  }

  @Override
  public EncodedExample encode(Example example) {
    return behind(nearest(example), List.of(example));
  }

  /** What is read of a history is the same for examples of one time, and where it is read whole. */
  @Override
  public void encodeAll(List<Example> examples, Consumer<EncodedExample> sink) {
    for (List<Example> shared : SharedHistories.of(examples)) {
      Example first = shared.get(0);
      if (first.history().size() <= maxEvents
          || shared.stream().allMatch(e -> e.cutMillis() == first.cutMillis())) {
        sink.accept(behind(nearest(first), shared));
      } else {
        shared.forEach(example -> sink.accept(encode(example)));
      }
    }
  }

  /** Events with an empty token behind them, where all rows stand. */
  private EncodedExample behind(List<BehaviorEvent> events, List<Example> labelled) {
    int[] positions = new int[labelled.size()];
    Arrays.fill(positions, events.size());
    return tokens.encode(events, OptionalLong.empty(), positions, labelled).withToken(outside);
  }

  private List<BehaviorEvent> nearest(Example example) {
    List<BehaviorEvent> history = example.history();
    if (history.size() <= maxEvents) {
      return history;
    }
    List<BehaviorEvent> events = new ArrayList<>(history);
    events.sort(Comparator.comparingLong(e -> Math.abs(e.timestampMillis() - example.cutMillis())));
    List<BehaviorEvent> kept = new ArrayList<>(events.subList(0, maxEvents));
    kept.sort(Comparator.comparingLong(BehaviorEvent::timestampMillis));
    return kept;
  }

  @Override
  public void encodeTraining(List<Example> examples, Consumer<EncodedExample> sink) {
    Map<String, List<Example>> byUser = new LinkedHashMap<>();
    examples.forEach(e -> byUser.computeIfAbsent(e.user(), user -> new ArrayList<>()).add(e));
    for (List<Example> own : byUser.values()) {
      for (int from = 0; from < own.size(); from += maxEvents) {
        sink.accept(window(own.subList(from, Math.min(own.size(), from + maxEvents))));
      }
    }
  }

  private EncodedExample window(List<Example> own) {
    int[] positions = new int[own.size()];
    List<BehaviorEvent> events = new ArrayList<>();
    for (Example example : own) {
      positions[events.size()] = events.size();
      events.add(example.target().orElseThrow());
    }
    return tokens.encode(events, OptionalLong.empty(), positions, own);
  }

  @Override
  public Map<String, Integer> unknownClasses() {
    return tokens.unknownClasses();
  }
}
