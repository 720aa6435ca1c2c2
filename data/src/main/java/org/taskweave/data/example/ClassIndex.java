package org.taskweave.data.example;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The classes of a task by name; for a ranking, the items of the catalog by id. */
public final class ClassIndex {

  private final Map<String, Integer> indices = new HashMap<>();
  private final Consumer<String> unknown;

  /**
   * An index.
   *
   * @param names in index order
   * @param unknown hears each name that is asked for and is none of them
   */
  public ClassIndex(List<String> names, Consumer<String> unknown) {
    names.forEach(name -> indices.put(name, indices.size()));
    this.unknown = unknown;
  }

  /** C. */
  public int size() {
    return indices.size();
  }

  /** Place of a class; empty if it is none of them. */
  public Optional<Integer> find(String name) {
    Optional<Integer> index = Optional.ofNullable(indices.get(name));
    if (index.isEmpty()) {
      unknown.accept(name);
    }
    return index;
  }

  /** Places of those of the names that are classes. */
  double[] known(Collection<String> names) {
    return names.stream().map(this::find).flatMap(Optional::stream).mapToDouble(i -> i).toArray();
  }
}
