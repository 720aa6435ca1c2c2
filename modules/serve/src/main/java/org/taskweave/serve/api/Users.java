package org.taskweave.serve.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.serve.history.Histories;
import org.taskweave.serve.http.HttpProblem;
import org.taskweave.serve.model.ServedVersion;

/** Whom a request is about. */
final class Users {

  private static final String UNNAMED = "(unnamed)";

  private final Histories histories;
  private final RequestLimits limits;

  Users(Histories histories, RequestLimits limits) {
    this.histories = histories;
    this.limits = limits;
  }

  /**
   * The user of a request at a cut.
   *
   * @param user may be absent where events are given
   * @param events the history; what is kept of the user when absent
   * @param at the cut; just after the newest event when absent
   * @throws HttpProblem if there is no history before the cut
   */
  Example at(ServedVersion version, String user, List<EventBody> events, JsonNode at) {
    Recipe recipe = version.context().recipe();
    EventReader reader = new EventReader(recipe);
    String name = user == null ? UNNAMED : EventReader.required(user, "user");
    List<BehaviorEvent> history =
        withTexts(
            events == null ? kept(user) : reader.read(name, events, limits.events()),
            version.context().catalog());
    OptionalLong cut =
        at == null || at.isNull() ? OptionalLong.empty() : OptionalLong.of(reader.time(at, "at"));
    return ExampleBuilder.of(recipe)
        .withoutLabels(
            BehaviorSequences.of(history, recipe.seed(), recipe.data().columns().order()),
            Optional.of(List.of(name)),
            cut)
        .get(0);
  }

  private List<BehaviorEvent> kept(String user) {
    if (user == null) {
      throw new HttpProblem(400, "user and events: are missing; give one of them, or both");
    }
    List<BehaviorEvent> kept = histories.of(user.strip());
    if (kept.isEmpty()) {
      throw new HttpProblem(404, "this user has no history here: send events");
    }
    return kept;
  }

  /** Items' texts are the catalog's where the events bring none. */
  private static List<BehaviorEvent> withTexts(List<BehaviorEvent> events, ItemCatalog catalog) {
    List<BehaviorEvent> all = new ArrayList<>();
    for (BehaviorEvent event : events) {
      Optional<String> text =
          event.text().or(() -> catalog.find(event.item()).flatMap(ItemCatalog.Item::text));
      all.add(
          new BehaviorEvent(
              event.user(),
              event.item(),
              event.action(),
              event.timestampMillis(),
              text,
              event.basket(),
              event.attributes()));
    }
    return all;
  }
}
