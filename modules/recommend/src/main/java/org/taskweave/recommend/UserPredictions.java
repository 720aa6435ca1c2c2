package org.taskweave.recommend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.side.SideTable;

/**
 * Predictions for users as they come and in their order, some at a time, so that memory does not
 * grow with their number. Users without what the recipe requires are left out.
 */
public final class UserPredictions {

  /** So many that batches of histories of about one length are full. */
  private static final int CHUNK = 4096;

  /** Histories of many events are held in smaller numbers. */
  private static final long EVENTS = 500_000;

  private final Recommender recommender;
  private final Consumer<Prediction> sink;
  private final AskedUsers users;
  private final ExampleBuilder builder;
  private final List<Example> waiting = new ArrayList<>();
  private final SortedSet<String> actions = new TreeSet<>();
  private long waitingEvents;
  private long seen;
  private long predicted;

  /**
   * Predictions of a recommender.
   *
   * @param recipe of the bundle
   * @param known what a table says of users
   * @param cutMillis the model knows what came before; just after each user's newest event if
   *     absent
   * @param sink gets the predictions
   */
  public UserPredictions(
      Recipe recipe,
      SideTable known,
      Recommender recommender,
      OptionalLong cutMillis,
      Consumer<Prediction> sink) {
    this.recommender = recommender;
    this.sink = sink;
    this.users = new AskedUsers(recipe, known, cutMillis, history -> Optional.empty());
    this.builder = ExampleBuilder.of(recipe);
  }

  /** A user's events, in no order. */
  public void add(List<BehaviorEvent> events) {
    seen++;
    if (predicted == 0 && waiting.isEmpty()) {
      events.forEach(event -> actions.add(event.action()));
    }
    users.of(events).example().ifPresent(this::hold);
  }

  private void hold(Example example) {
    waiting.add(example);
    waitingEvents += example.history().size();
    if (waiting.size() == CHUNK || waitingEvents >= EVENTS) {
      give();
    }
  }

  private void give() {
    recommender.predict(waiting).forEach(sink);
    predicted += waiting.size();
    waiting.clear();
    waitingEvents = 0;
  }

  /**
   * Hands over what is left.
   *
   * @return how many users there were a prediction for
   * @throws InvalidInputException if there was none at all
   */
  public long finish() {
    if (!waiting.isEmpty()) {
      give();
    }
    if (predicted == 0) {
      throw builder.nobody(seen, actions);
    }
    return predicted;
  }
}
