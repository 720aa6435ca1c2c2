package org.taskweave.recommend;

import java.util.List;
import java.util.OptionalLong;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.recommend.Recommender.Ranked;

/**
 * A user's items, the best first.
 *
 * @param cutMillis the model knows of the user what came before; absent for a user without events
 */
public record TopList(
    String user, OptionalLong cutMillis, Source source, List<Ranked<ItemCatalog.Item>> items) {

  /** Where a list comes from. */
  public enum Source {
    /** The model read the user's history. */
    MODEL("model"),

    /** The model knows nothing of the user: what came most often in the training split. */
    POPULARITY("popularity");

    private final String key;

    Source(String key) {
      this.key = key;
    }

    /** As written in tables. */
    public String key() {
      return key;
    }
  }

  public TopList {
    items = List.copyOf(items);
  }
}
