package org.taskweave.training.run;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.taskweave.core.recipe.DataRecipe;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.nn.encoder.FrozenStates;

/**
 * Frozen layers' outputs by what they depend on, each filled once. Those in use stay; of the others
 * only the last used is kept, since each may take as much memory as the recipe allows.
 */
final class SharedFrozenStates implements AutoCloseable {

  private final Map<Key, Entry> entries = new LinkedHashMap<>();

  /**
   * What the outputs depend on: weights, which layers are frozen, and the sequences they are of.
   */
  private record Key(
      String encoderModel,
      EncoderRecipe.Weights weights,
      int layers,
      long seed,
      int frozenLayers,
      int megabytes,
      SequenceRecipe sequence,
      DataRecipe data,
      ExamplesRecipe examples) {
    static Key of(Recipe recipe) {
      return new Key(
          recipe.encoder().model(),
          recipe.encoder().weights(),
          recipe.encoder().layers(),
          recipe.seed(),
          recipe.encoder().frozenLayers(),
          recipe.encoder().frozenStatesMegabytes(),
          recipe.sequence(),
          recipe.data(),
          recipe.examples());
    }
  }

  private static final class Entry {
    private final FrozenStates states;
    private boolean filled;
    private int users;

    Entry(FrozenStates states) {
      this.states = states;
    }
  }

  /** A use of shared states, to be closed by who asked for it. */
  final class Lease implements AutoCloseable {
    private final Entry entry;

    private Lease(Entry entry) {
      this.entry = entry;
    }

    FrozenStates states() {
      return entry.states;
    }

    /** Fills the states if nobody has; others wait meanwhile. */
    void fill(Runnable filling) {
      synchronized (entry) {
        if (!entry.filled) {
          filling.run();
          entry.filled = true;
        }
      }
    }

    @Override
    public void close() {
      synchronized (SharedFrozenStates.this) {
        entry.users--;
      }
    }
  }

  synchronized Lease lease(Recipe recipe) {
    Key key = Key.of(recipe);
    Entry entry = entries.remove(key);
    if (entry == null) {
      closeUnused();
      entry = new Entry(new FrozenStates((long) recipe.encoder().frozenStatesMegabytes() << 20));
    }
    entries.put(key, entry);
    entry.users++;
    return new Lease(entry);
  }

  private void closeUnused() {
    for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      if (entry.users == 0) {
        entry.states.close();
        all.remove();
      }
    }
  }

  @Override
  public synchronized void close() {
    closeUnused();
  }
}
