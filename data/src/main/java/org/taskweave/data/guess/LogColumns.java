package org.taskweave.data.guess;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.log.LogSample;

/**
 * What the columns of a log seem to be. A name that says it decides; without one, the values do for
 * the time, and what is left over is an attribute.
 */
final class LogColumns {

  private static final int FEW = 50;
  private static final String ID = "(id|no|nr|num|number|key|code|name)?";

  private final List<SampledColumn> left = new ArrayList<>();
  private final List<String> doubts = new ArrayList<>();

  private final SampledColumn user;
  private final SampledColumn item;
  private final SampledColumn time;
  private final Optional<SampledColumn> action;
  private final Optional<SampledColumn> text;
  private final Optional<SampledColumn> basket;
  private final Optional<SampledColumn> response;
  private final Optional<SampledColumn> rating;
  private final List<SampledColumn> numbers;
  private final List<SampledColumn> classes;

  /**
   * Guesses.
   *
   * @param given columns by role (user, item, time) that need no guess
   * @throws InvalidInputException no column can be the user, the item or the time
   */
  LogColumns(LogSample sample, Map<String, String> given) {
    sample.columns().forEach((name, values) -> left.add(SampledColumn.of(name, values)));
    this.time =
        required(
            "time",
            given,
            named(
                    "(event|order|invoice|view|click|purchase|unix|review)?(time|date|datetime|timestamp|ts)(utc|ms|stamp)?|.*(timestamp|date|time)")
                .and(SampledColumn::isTime),
            SampledColumn::isDate);
    this.user =
        required(
            "user",
            given,
            named(
                "(user|customer|client|visitor|member|account|reviewer|shopper|person|buyer|uid|cust)"
                    + ID),
            column -> false);
    this.item =
        required(
            "item",
            given,
            named(
                "(item|product|movie|film|article|asin|parentasin|sku|stock|book|song|track|video|ad|news|offer|business|content|restaurant)"
                    + ID),
            column -> false);
    this.basket =
        find(
            named(
                "(order|invoice|basket|session|transaction|receipt|impression|slate|request)"
                    + ID));
    this.response =
        find(
            named(
                    "(is|was|has)?(click|clicked|clicks|bought|purchased|converted|conversion|liked|like|label|target|response)")
                .and(SampledColumn::isYesOrNo));
    this.rating =
        find(named("rating|ratings|stars|star|score|overall|grade").and(SampledColumn::isNumeric));
    this.action =
        find(
            named("(event|action|behaviou?r|interaction|activity)(type|name)?|type")
                .and(column -> !column.isNumeric() && column.distinct().size() <= FEW));
    this.text = find(named(".*(title|description|name|text)").and(column -> !column.isNumeric()));
    this.numbers =
        all(
            column ->
                column.isNumeric() && !column.named("(id|index|row|.*id)") && !column.isTime());
    this.classes =
        all(
            column ->
                !column.isNumeric()
                    && !column.isTime()
                    && column.distinct().size() > 1
                    && column.distinct().size() <= FEW);
  }

  SampledColumn user() {
    return user;
  }

  SampledColumn item() {
    return item;
  }

  SampledColumn time() {
    return time;
  }

  Optional<SampledColumn> action() {
    return action;
  }

  Optional<SampledColumn> text() {
    return text;
  }

  Optional<SampledColumn> basket() {
    return basket;
  }

  /** Yes or no for each event, of an impression for instance. */
  Optional<SampledColumn> response() {
    return response;
  }

  Optional<SampledColumn> rating() {
    return rating;
  }

  /** Other numbers. */
  List<SampledColumn> numbers() {
    return numbers;
  }

  /** Other columns of few values. */
  List<SampledColumn> classes() {
    return classes;
  }

  /** What is not sure, a sentence each. */
  List<String> doubts() {
    return doubts;
  }

  private static Predicate<SampledColumn> named(String regex) {
    return column -> column.named(regex);
  }

  private SampledColumn required(
      String role,
      Map<String, String> given,
      Predicate<SampledColumn> byName,
      Predicate<SampledColumn> byValues) {
    List<String> names = left.stream().map(SampledColumn::name).toList();
    if (given.containsKey(role)) {
      return find(column -> column.name().equals(given.get(role)))
          .orElseThrow(
              () ->
                  new InvalidInputException(
                      "--"
                          + role
                          + " "
                          + given.get(role)
                          + ": the log has no such column, but "
                          + names));
    }
    Optional<SampledColumn> sure = find(byName);
    Optional<SampledColumn> guess = sure.or(() -> find(byValues));
    if (sure.isEmpty() && guess.isPresent()) {
      doubts.add(guess.get().name() + " is taken for the " + role + " by its values alone");
    }
    return guess.orElseThrow(
        () ->
            new InvalidInputException(
                "no column looks like the "
                    + role
                    + " of an event: say which with --"
                    + role
                    + " COLUMN; the columns are "
                    + names));
  }

  private Optional<SampledColumn> find(Predicate<SampledColumn> test) {
    Optional<SampledColumn> found = left.stream().filter(test).findFirst();
    found.ifPresent(left::remove);
    return found;
  }

  private List<SampledColumn> all(Predicate<SampledColumn> test) {
    List<SampledColumn> found = left.stream().filter(test).toList();
    left.removeAll(found);
    return found;
  }
}
