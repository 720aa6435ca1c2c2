package org.taskweave.recommend;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.side.SideTable;

/** Users' events, as they come, as questions to a model. */
final class AskedUsers {

  /**
   * A user, and why the model cannot be asked.
   *
   * @param history what is known of the user before the cut
   * @param example the question; empty if there is a reason
   * @param reason why there is none; "" if there is one
   */
  record Asked(
      String user,
      long cutMillis,
      List<BehaviorEvent> history,
      Optional<Example> example,
      String reason) {}

  private final Recipe recipe;
  private final OptionalLong cutMillis;
  private final Function<List<BehaviorEvent>, Optional<String>> unreadable;
  private final ExampleBuilder builder;

  /**
   * Questions as of a time.
   *
   * @param recipe of the bundle
   * @param known what a table says of users
   * @param cutMillis the model knows what came before; just after each user's newest event if
   *     absent
   * @param unreadable why a history tells nothing; empty if it tells something
   */
  AskedUsers(
      Recipe recipe,
      SideTable known,
      OptionalLong cutMillis,
      Function<List<BehaviorEvent>, Optional<String>> unreadable) {
    this.recipe = recipe;
    this.cutMillis = cutMillis;
    this.unreadable = unreadable;
    this.builder = ExampleBuilder.of(recipe).joining(known);
  }

  /** The question about a user, of whom these are the events, in no order. */
  Asked of(List<BehaviorEvent> events) {
    BehaviorSequence user =
        BehaviorSequences.of(events, recipe.seed(), recipe.data().columns().order())
            .iterator()
            .next();
    Optional<Example> example = builder.withoutLabels(user, cutMillis);
    if (example.isEmpty()) {
      long cut = cutMillis.orElse(user.lastEventMillis() + 1);
      List<BehaviorEvent> before = user.before(cut);
      return new Asked(
          user.user(),
          cut,
          before,
          example,
          before.isEmpty()
              ? "no event before " + Instant.ofEpochMilli(cut)
              : "the history is not what examples.minEvents and requiredAction ask for");
    }
    Optional<String> reason = unreadable.apply(example.get().history());
    return new Asked(
        user.user(),
        example.get().cutMillis(),
        example.get().history(),
        reason.isPresent() ? Optional.empty() : example,
        reason.orElse(""));
  }
}
