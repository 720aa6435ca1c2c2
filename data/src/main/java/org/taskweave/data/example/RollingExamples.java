package org.taskweave.data.example;

import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.SequenceStore;

/**
 * The examples of one split at rolling cuts, each cut anew from its user's sequence when it is
 * asked for: 4 bytes of memory for each. In the order of cuts and users, as {@link RollingCuts} has
 * them.
 */
final class RollingExamples extends AbstractList<Example> implements RandomAccess {

  /** Cuts one user, who has what the recipe requires. */
  interface Cutting {
    Example example(BehaviorSequence sequence, Split split, long cutMillis);
  }

  /**
   * The examples of one cut.
   *
   * @param users their numbers in the store, ascending
   * @param newEvents how many of the histories' events no earlier cut's have
   */
  record AtCut(long cutMillis, int[] users, long newEvents) {}

  private final SequenceStore sequences;
  private final Cutting cutting;
  private final Split split;
  private final List<AtCut> cuts;
  private final int[] starts;

  /**
   * A view of a store.
   *
   * @param cuts in the order of time; who has an example at one has one at all later ones
   */
  RollingExamples(SequenceStore sequences, Cutting cutting, Split split, List<AtCut> cuts) {
    this.sequences = sequences;
    this.cutting = cutting;
    this.split = split;
    this.cuts = List.copyOf(cuts);
    this.starts = new int[cuts.size() + 1];
    for (int c = 0; c < cuts.size(); c++) {
      starts[c + 1] = Math.addExact(starts[c], cuts.get(c).users().length);
    }
  }

  @Override
  public Example get(int index) {
    int cut = cutOf(index);
    return cutting.example(
        sequences.get(cuts.get(cut).users()[index - starts[cut]]),
        split,
        cuts.get(cut).cutMillis());
  }

  private int cutOf(int index) {
    int cut = 0;
    while (index >= starts[cut + 1]) {
      cut++;
    }
    return cut;
  }

  @Override
  public int size() {
    return starts[cuts.size()];
  }

  /** See {@link DistinctEvents#ofHistories}; a view. */
  Collection<BehaviorEvent> distinctEvents() {
    long count = cuts.stream().mapToLong(AtCut::newEvents).sum();
    return new AbstractCollection<>() {
      @Override
      public Iterator<BehaviorEvent> iterator() {
        return IntStream.range(0, RollingExamples.this.size())
            .mapToObj(RollingExamples.this::newOf)
            .flatMap(List::stream)
            .iterator();
      }

      @Override
      public int size() {
        return (int) Math.min(Integer.MAX_VALUE, count);
      }
    };
  }

  /** Events of an example's history that those of earlier cuts have not. */
  private List<BehaviorEvent> newOf(int index) {
    int cut = cutOf(index);
    AtCut at = cuts.get(cut);
    int user = at.users()[index - starts[cut]];
    BehaviorSequence sequence = sequences.get(user);
    boolean known = cut > 0 && Arrays.binarySearch(cuts.get(cut - 1).users(), user) >= 0;
    return known
        ? sequence.between(cuts.get(cut - 1).cutMillis(), at.cutMillis())
        : sequence.before(at.cutMillis());
  }
}
