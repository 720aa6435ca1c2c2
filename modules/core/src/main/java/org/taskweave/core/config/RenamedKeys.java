package org.taskweave.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keys that are written though a file has none such: those that it had once, with what is written
 * instead, and those that it will not have, with the reason. Immutable.
 */
public final class RenamedKeys {

  /** A file whose keys are those of its first day. */
  public static final RenamedKeys NONE = new RenamedKeys(List.of());

  /**
   * One key.
   *
   * @param old its path, {@code *} for any name
   * @param advice what to tell who wrote it
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
    return refused(old, "is an old name: " + advice);
  }

  /** Also a key that others have and this file has not, for a reason. */
  public RenamedKeys refused(String key, String reason) {
    List<Renamed> more = new ArrayList<>(all);
    more.add(new Renamed(ConfigPath.parse(key), reason));
    return new RenamedKeys(more);
  }

  /** The paths. */
  public List<String> paths() {
    return all.stream().map(renamed -> renamed.old.toString()).toList();
  }

  /** What to tell who wrote a key that is not known; empty where there is nothing to tell. */
  Optional<String> advice(String path) {
    ConfigPath written = ConfigPath.parse(path);
    return all.stream()
        .filter(renamed -> written.matches(renamed.old))
        .map(Renamed::advice)
        .findFirst();
  }
}
