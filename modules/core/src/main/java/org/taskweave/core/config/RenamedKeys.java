package org.taskweave.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keys that a file had once, and what is written instead. Immutable. */
public final class RenamedKeys {

  /** A file whose keys are those of its first day. */
  public static final RenamedKeys NONE = new RenamedKeys(List.of());

  /**
   * One key that is gone.
   *
   * @param old its path, {@code *} for any name
   * @param advice the rest of the sentence "is an old name: ..."
   */
  private record Renamed(ConfigPath old, String advice) {}

  private final List<Renamed> all;

  private RenamedKeys(List<Renamed> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Also a key with another name.
   *
   * @param old its path, {@code *} for any name, as in {@code tasks.*.longTail}
   * @param now the path that says the same now
   */
  public RenamedKeys with(String old, String now) {
    return gone(old, "write " + now + " instead");
  }

  /** Also a key with another name and other values, which the note explains. */
  public RenamedKeys with(String old, String now, String note) {
    return gone(old, "write " + now + " instead, " + note);
  }

  /** Also a key that nothing replaces one to one. */
  public RenamedKeys gone(String old, String advice) {
    List<Renamed> more = new ArrayList<>(all);
    more.add(new Renamed(ConfigPath.parse(old), advice));
    return new RenamedKeys(more);
  }

  /** The old paths. */
  public List<String> paths() {
    return all.stream().map(renamed -> renamed.old.toString()).toList();
  }

  /** What to tell who wrote a key that is not known; empty when it never was. */
  Optional<String> advice(String path) {
    ConfigPath written = ConfigPath.parse(path);
    return all.stream()
        .filter(renamed -> written.matches(renamed.old))
        .map(renamed -> "is an old name: " + renamed.advice)
        .findFirst();
  }
}
