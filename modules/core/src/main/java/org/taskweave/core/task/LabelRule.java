package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * How a label is read from the events after the cut. A label that cannot be known, for instance
 * because its horizon runs past the end of the log, is missing: never negative.
 *
 * <p>A horizon ({@code withinDays}) of infinitely many days (.inf in YAML) means "whenever": it
 * ends with the log, and before the first cut of the next split. It suits the next basket or event,
 * which is known once it is there.
 */
public sealed interface LabelRule {

  /** How far this rule looks ahead, where it says so itself. */
  default OptionalDouble withinDays() {
    return OptionalDouble.empty();
  }

  /** A number on the label's scale, where the rule has one: see {@link Value}. */
  default double scaled(double number) {
    return number;
  }

  /** The action of the events that it looks at, where it names one. */
  default Optional<String> namedAction() {
    return Optional.empty();
  }

  /** Whether it looks at events after the cut. */
  default boolean looksAhead() {
    return true;
  }

  /** Whether it means something only at a moment that no event of the user chose. */
  default boolean needsCuts() {
    return false;
  }

  /** Ascending edges that turn a number into a class, where there are any. */
  default List<Double> bands() {
    return List.of();
  }

  /** The attribute that stands in the log as the label itself, for a label that is given. */
  default Optional<String> givenAttribute() {
    return Optional.empty();
  }

  /** The attribute that it reads as a number, if it does, to make labels of a form. */
  default Optional<String> numericAttribute(LabelForm form) {
    return Optional.empty();
  }

  /** Whether it reads what an event says, so that its label can be about that event's item. */
  default boolean readsAnEvent() {
    return false;
  }

  /** Whether it tells what followed a certain item that was shown. */
  default boolean followsAnItem() {
    return false;
  }

  /** Whether it says that it asks for what is known when the prediction is made. */
  default boolean asksTheKnownPast() {
    return false;
  }

  /** Asks the reader for what this rule means. */
  <T> T read(Reader<T> reader);

  /** What each rule means to somebody who reads labels. */
  interface Reader<T> {
    T occurs(Occurs rule);

    T followed(Followed rule);

    T atLeast(AtLeast rule);

    T isOneOf(IsOneOf rule);

    T value(Value rule);

    T classOf(ClassOf rule);

    T nextItem(NextItem rule);

    T nextBasket(NextBasket rule);

    T count(Count rule);

    T timeUntil(TimeUntil rule);

    T given(Given rule);
  }

  /**
   * Does an event of the action happen at cut <= time < cut + days?
   *
   * @param action of the event
   * @param withinDays days after the cut; examples.horizonDays when absent
   */
  record Occurs(String action, OptionalDouble withinDays) implements LabelRule {
    public Occurs {
      new Checks(Occurs.class).notBlank("action", action).positive("withinDays", withinDays).done();
    }

    @Override
    public Optional<String> namedAction() {
      return Optional.of(action);
    }

    @Override
    public <T> T read(Reader<T> reader) {
      return reader.occurs(this);
    }
  }

  /**
   * Does the user do this with the item that was shown, at time <= t < time + seconds?
   *
   * @param by the action
   * @param withinSeconds seconds after the item was shown
   */
  record Followed(String by, double withinSeconds) implements LabelRule {
    private static final double SECONDS_PER_DAY = 86_400;

    public Followed {
      new Checks(Followed.class).notBlank("by", by).positive("withinSeconds", withinSeconds).done();
    }

    @Override
    public OptionalDouble withinDays() {
      return OptionalDouble.of(withinSeconds / SECONDS_PER_DAY);
    }

    @Override
    public Optional<String> namedAction() {
      return Optional.of(by);
    }

    @Override
    public boolean followsAnItem() {
      return true;
    }

    @Override
    public <T> T read(Reader<T> reader) {
      return reader.followed(this);
    }
  }

  /** Reads an attribute of events after the cut. */
  sealed interface OfAttribute extends LabelRule {

    String attribute();

    /** Only events of this action; all when absent. */
    Optional<String> action();

    @Override
    default Optional<String> namedAction() {
      return action();
    }

    @Override
    default boolean readsAnEvent() {
      return true;
    }
  }

  /**
   * Is a number of the next event at least so much? Missing where the event has no such number.
   *
   * @param attribute a numeric one
   * @param threshold from here on the answer is yes
   * @param action only events of this action; all when absent
   */
  record AtLeast(
      String attribute, double threshold, Optional<String> action, OptionalDouble withinDays)
      implements OfAttribute {
    public AtLeast {
      new Checks(AtLeast.class)
          .notBlank("attribute", attribute)
          .require(Double.isFinite(threshold), "threshold", threshold, "must be a finite number")
          .positiveOrInfinite("withinDays", withinDays)
          .done();
    }

    @Override
    public Optional<String> numericAttribute(LabelForm form) {
      return Optional.of(attribute);
    }

    @Override
    public <T> T read(Reader<T> reader) {
      return reader.atLeast(this);
    }
  }

  /**
   * Is the class of the next event one of these? Missing where the event has no such attribute.
   *
   * @param attribute whose value is the class
   * @param classes for which the answer is yes
   * @param action only events of this action; all when absent
   */
  record IsOneOf(
      String attribute, List<String> classes, Optional<String> action, OptionalDouble withinDays)
      implements OfAttribute {
    public IsOneOf {
      classes = List.copyOf(classes);
      new Checks(IsOneOf.class)
          .notBlank("attribute", attribute)
          .require(!classes.isEmpty(), "classes", "an empty list", "is no class: name one or more")
          .distinct("classes", classes)
          .positiveOrInfinite("withinDays", withinDays)
          .done();
    }

    @Override
    public <T> T read(Reader<T> reader) {
      return reader.isOneOf(this);
    }
  }

  /**
   * A number made of an attribute of the events after the cut.
   *
   * @param attribute a numeric one
   * @param action only events of this action; all when absent
   * @param aggregate over the events of the span
   * @param over the whole horizon, or only the next basket in it (missing when there is none)
   * @param log1p a number x becomes sign(x) * log(1 + |x|), and so does the task's floor
   */
  record Value(
      String attribute,
      Optional<String> action,
      @DefaultValue("sum") Aggregate aggregate,
      @DefaultValue("horizon") Span over,
      @DefaultValue("false") boolean log1p,
      OptionalDouble withinDays)
      implements OfAttribute {
    public Value {
      new Checks(Value.class)
          .notBlank("attribute", attribute)
          .given("aggregate", aggregate)
          .given("over", over)
          .positiveOrInfinite("withinDays", withinDays)
          .require(
              over == Span.NEXT_BASKET || withinDays.orElse(1) != Double.POSITIVE_INFINITY,
              "withinDays",
              ".inf",
              "never ends, so a value over the whole horizon is never known: give days, or over:"
                  + " nextBasket")
          .done();
    }

    @Override
    public double scaled(double number) {
      return log1p ? Math.copySign(Math.log1p(Math.abs(number)), number) : number;
    }

    @Override
    public Optional<String> numericAttribute(LabelForm form) {
      return Optional.of(attribute);
    }

    @Override
    public <T> T read(Reader<T> reader) {
      return reader.value(this);
    }
  }

  /**
   * The class of an attribute: of the next event for a multiclass task, of all events in the
   * horizon (a set) for a multilabel one.
   *
   * @param attribute whose value is the class
   * @param action only events of this action; all when absent
   * @param bands ascending edges that turn a number into a class: below the first, from the first
   *     to below the second, ...; empty when the attribute is a class already
   */
  record ClassOf(
      String attribute,
      Optional<String> action,
      @DefaultValue("[]") List<Double> bands,
      OptionalDouble withinDays)
      implements OfAttribute {
    public ClassOf {
      bands = List.copyOf(bands);
      new Checks(ClassOf.class)
          .notBlank("attribute", attribute)
          .ascending("bands", bands)
          .positiveOrInfinite("withinDays", withinDays)
          .done();
    }

    @Override
    public Optional<String> numericAttribute(LabelForm form) {
      return bands.isEmpty() ? Optional.empty() : Optional.of(attribute);
    }

    @Override
    public <T> T read(Reader<T> reader) {
      return reader.classOf(this);
    }
  }

  /**
   * The item of the next event.
   *
   * @param action only events of this action; all when absent
   * @param withinDays whenever it comes (.inf) unless days are given
   */
  record NextItem(Optional<String> action, @DefaultValue(".inf") OptionalDouble withinDays)
      implements LabelRule {
    public NextItem {
      new Checks(NextItem.class).positiveOrInfinite("withinDays", withinDays).done();
    }

    @Override
    public Optional<String> namedAction() {
      return action;
    }

    @Override
    public <T> T read(Reader<T> reader) {
      return reader.nextItem(this);
    }
  }

  /**
   * The items of the next basket, each once. A basket that the history has a part of is not the
   * next one.
   *
   * @param action only events of this action; all when absent
   * @param withinDays whenever it comes (.inf) unless days are given
   */
  record NextBasket(Optional<String> action, @DefaultValue(".inf") OptionalDouble withinDays)
      implements LabelRule {
    public NextBasket {
      new Checks(NextBasket.class).positiveOrInfinite("withinDays", withinDays).done();
    }

    @Override
    public Optional<String> namedAction() {
      return action;
    }

    @Override
    public <T> T read(Reader<T> reader) {
      return reader.nextBasket(this);
    }
  }

  /**
   * How many events, distinct baskets or distinct days of the action are there at cut <= time < cut
   * + days? Missing where the log ends before the horizon does.
   *
   * @param action only events of this action; all when absent
   */
  record Count(
      Optional<String> action,
      @DefaultValue("events") HistoryStatistic.Unit of,
      OptionalDouble withinDays)
      implements LabelRule {
    public Count {
      new Checks(Count.class).given("of", of).positive("withinDays", withinDays).done();
    }

    @Override
    public Optional<String> namedAction() {
      return action;
    }

    @Override
    public <T> T read(Reader<T> reader) {
      return reader.count(this);
    }
  }

  /**
   * Days from the cut to the first event of the action. Where none is seen, neither in the horizon
   * nor before the log ends, the time is censored: longer than what was seen.
   *
   * @param action of the event
   * @param withinDays how far it looks; must be given
   */
  record TimeUntil(String action, OptionalDouble withinDays) implements LabelRule {
    public TimeUntil {
      new Checks(TimeUntil.class)
          .notBlank("action", action)
          .require(
              withinDays.isPresent(),
              "withinDays",
              "nothing",
              "is given for how far the label looks: give days")
          .positive("withinDays", withinDays)
          .done();
    }

    @Override
    public Optional<String> namedAction() {
      return Optional.of(action);
    }

    @Override
    public boolean needsCuts() {
      return true;
    }

    @Override
    public <T> T read(Reader<T> reader) {
      return reader.timeUntil(this);
    }
  }

  /**
   * The label stands in the log: an attribute of the user's newest event that has it (a number, a
   * class, classes separated by "|"), or for token tagging, of every event: one tag per
   * white-space-separated word of the item text, separated by spaces. Nothing after the history is
   * looked at: with a cut, this asks what is known already.
   *
   * @param of what the attribute is: the label of the whole history, or, named as such, something
   *     of the known past
   * @param attribute where the label stands; it may be no input
   */
  record Given(String attribute, @DefaultValue("label") Of of) implements LabelRule {
    public Given {
      new Checks(Given.class).notBlank("attribute", attribute).given("of", of).done();
    }

    /** The label of the whole history. */
    public Given(String attribute) {
      this(attribute, Of.LABEL);
    }

    /** What a given attribute is. */
    public enum Of {
      LABEL,
      KNOWN_PAST
    }

    @Override
    public boolean looksAhead() {
      return false;
    }

    @Override
    public boolean asksTheKnownPast() {
      return of == Of.KNOWN_PAST;
    }

    @Override
    public Optional<String> givenAttribute() {
      return Optional.of(attribute);
    }

    @Override
    public Optional<String> numericAttribute(LabelForm form) {
      return form.isNumber() ? Optional.of(attribute) : Optional.empty();
    }

    @Override
    public <T> T read(Reader<T> reader) {
      return reader.given(this);
    }
  }

  /** How several numbers become one. */
  enum Aggregate {
    SUM,
    MEAN,
    /** The first in time. */
    NEXT
  }

  /** Which events after the cut are looked at. */
  enum Span {
    HORIZON,
    NEXT_BASKET
  }
}
