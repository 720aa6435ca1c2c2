package org.taskweave.data.side;

import java.util.Optional;

/** The tables beside a log; a table that a recipe does not name is absent. */
public record SideTables(Optional<SideTable> items, Optional<SideTable> users) {

  /** No table. */
  public static final SideTables NONE = new SideTables(Optional.empty(), Optional.empty());

  /** What is known of users; of nobody without a table. */
  public SideTable ofUsers() {
    return users.orElse(SideTable.EMPTY);
  }
}
