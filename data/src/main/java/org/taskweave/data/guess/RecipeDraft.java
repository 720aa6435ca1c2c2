package org.taskweave.data.guess;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.taskweave.data.log.LogSample;

/**
 * Writes a first recipe for a log. What is asked depends on what the log holds: a yes or no for
 * each event (impressions), ratings, or else what users do next.
 */
public final class RecipeDraft {

  private static final String BUYING =
      "(?i).*(buy|bought|purchas|order|transaction|sale|paid|rent).*";
  private static final String YES = "(?i)1|y|yes|t|true|clicked|click";
  private static final int MOST_NUMBERS = 4;

  private final LogSample sample;
  private final LogColumns columns;
  private final String logName;
  private final List<String> lines = new ArrayList<>();
  private final List<String> doubts;

  private RecipeDraft(LogSample sample, Map<String, String> given, String logName) {
    this.sample = sample;
    this.columns = new LogColumns(sample, given);
    this.logName = logName;
    this.doubts = new ArrayList<>(columns.doubts());
  }

  /**
   * A recipe's text.
   *
   * @param given columns by role (user, item, time) that need no guess
   * @param logName the log's path as the recipe names it
   * @throws org.taskweave.core.InvalidInputException no column can be the user, the item or the
   *     time
   */
  public static String write(LogSample sample, Map<String, String> given, String logName) {
    return new RecipeDraft(sample, given, logName).write();
  }

  private String write() {
    data();
    if (columns.response().isPresent()) {
      impressions(columns.response().get());
    } else if (columns.rating().isPresent()) {
      ratings(columns.rating().get());
    } else {
      Optional<CutGuess> cuts = CutGuess.of(columns.time());
      if (cuts.isPresent()) {
        orders(cuts.get());
      } else {
        doubts.add("the times lie within days, so that only the next item is asked for");
        lastOut();
        model();
        lines.add("tasks:");
        nextItem();
      }
    }
    return head() + String.join("\n", lines) + "\n";
  }

  private String head() {
    List<String> head = new ArrayList<>();
    head.add(
        "A first recipe, guessed from "
            + sample.rows()
            + " rows of "
            + logName
            + ". Train it with");
    head.add("  ./taskweave train THIS-FILE");
    doubts.forEach(doubt -> head.add("Please check: " + doubt + "."));
    head.add("Every field: ./taskweave help recipe");
    return head.stream()
        .map(line -> "# " + YamlScalar.inComment(line) + "\n")
        .collect(Collectors.joining());
  }

  private void data() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("user", columns.user().name());
    names.put("item", columns.item().name());
    names.put("timestamp", columns.time().name());
    columns.action().ifPresent(column -> names.put("action", column.name()));
    if (columns.action().isEmpty()) {
      names.put("defaultAction", action());
    }
    columns.text().ifPresent(column -> names.put("text", column.name()));
    if (columns.response().isEmpty()) {
      columns.basket().ifPresent(column -> names.put("basket", column.name()));
    }
    String columnText =
        names.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + YamlScalar.of(entry.getValue()))
            .collect(Collectors.joining(", "));
    String encoding =
        sample.encoding().equals("UTF-8") ? "" : " encoding: " + sample.encoding() + ",";
    lines.add("data: {files: [" + YamlScalar.of(logName) + "]," + encoding);
    lines.add("  columns: {" + columnText + ", attributes: [" + list(attributes()) + "]}}");
  }

  private String action() {
    return columns.response().isPresent()
        ? "impression"
        : columns.rating().isPresent() ? "rate" : "purchase";
  }

  private Stream<SampledColumn> numbers() {
    return columns.numbers().stream().limit(MOST_NUMBERS);
  }

  private List<String> attributes() {
    return Stream.of(
            columns.response().stream(),
            columns.rating().stream(),
            numbers(),
            columns.classes().stream())
        .flatMap(some -> some)
        .map(SampledColumn::name)
        .toList();
  }

  private void impressions(SampledColumn response) {
    List<String> values = new ArrayList<>(response.distinct());
    Optional<String> yes = values.stream().filter(value -> value.matches(YES)).findFirst();
    Optional<TimeSplit> times = TimeSplit.of(columns.time());
    boolean inTime = yes.isPresent() && times.isPresent() && columns.action().isEmpty();
    if (inTime) {
      examples(times.get());
    } else {
      lastOut();
    }
    model();
    features(Stream.empty(), Stream.of(response), "");
    lines.add("tasks:");
    String attribute = YamlScalar.of(response.name());
    String kind =
        inTime
            ? "binary, reads: userAndItem, label: {isOneOf: {attribute: "
                + attribute
                + ", classes: ["
                + YamlScalar.quoted(yes.get())
                + "]}}"
            : "multiclass, reads: userAndItem, label: {classOf: {attribute: "
                + attribute
                + ", withinDays: .inf}}, classes: ["
                + values.stream().map(YamlScalar::quoted).collect(Collectors.joining(", "))
                + "]";
    lines.add(
        "  "
            + taskName(response)
            + ": {kind: "
            + kind
            + "}   # "
            + YamlScalar.inComment(String.join(" or ", values))
            + " for this user and item?");
  }

  private void examples(TimeSplit times) {
    if (!sample.ends()) {
      doubts.add("dev and test follow from the first rows alone, so move them if the log goes on");
    } else if (sample.part()) {
      doubts.add("dev and test follow from the first and last rows alone");
    }
    lines.add(
        "examples: {perImpression: {action: "
            + action()
            + ", dev: "
            + times.dev()
            + ", test: "
            + times.test()
            + "}}   # each is asked about, told from what was before it");
  }

  private void ratings(SampledColumn rating) {
    String name = YamlScalar.of(rating.name());
    lastOut();
    model();
    features(Stream.of(rating), Stream.empty(), "effects: {attribute: " + name + "}");
    lines.add("tasks:");
    nextItem();
    lines.add(
        "  "
            + taskName(rating)
            + ": {kind: regression, reads: userAndItem, label: {value: {attribute: "
            + name
            + ", over: nextBasket, aggregate: next, withinDays: .inf}}}   # how will this user rate"
            + " this item?");
  }

  private void orders(CutGuess cuts) {
    if (!sample.ends()) {
      doubts.add("the cuts follow from the first rows alone, so move them if the log goes on");
    } else if (sample.part()) {
      doubts.add("the cuts follow from the first and last rows alone");
    }
    String action = buying();
    lines.add(
        "examples: {horizonDays: "
            + cuts.horizonDays()
            + ", cuts: {train: "
            + cuts.train()
            + ", dev: ["
            + cuts.dev()
            + "], test: ["
            + cuts.test()
            + "]}}   # what is before a cut is known, labels come from the days after it");
    model();
    features(numbers(), Stream.empty(), "");
    lines.add("tasks:");
    nextItem();
    String bought = "{action: " + YamlScalar.of(action) + "}";
    lines.add(
        "  again: {kind: binary, label: {occurs: "
            + bought
            + "}, floor: {frequencyRecency: "
            + bought
            + "}}   # will it happen within "
            + cuts.horizonDays()
            + " days?");
    amount()
        .ifPresent(
            column -> {
              lines.add(
                  "  spend: {kind: regression, label: {value: {attribute: "
                      + YamlScalar.of(column.name())
                      + ", action: "
                      + YamlScalar.of(action)
                      + ", over: nextBasket, log1p: true, withinDays: .inf}}}   # log(1 + sum) of the"
                      + " next basket");
            });
  }

  private String buying() {
    if (columns.action().isEmpty()) {
      return action();
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    columns.action().get().values().forEach(value -> counts.merge(value, 1L, Long::sum));
    Optional<String> bought = counts.keySet().stream().filter(a -> a.matches(BUYING)).findFirst();
    if (bought.isEmpty()) {
      doubts.add("the task asks for the most frequent action, of " + counts.keySet());
    }
    return bought.orElseGet(
        () -> Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey());
  }

  private Optional<SampledColumn> amount() {
    return numbers()
        .filter(column -> column.named(".*(amount|total|revenue|value|sales|spend|price|cost).*"))
        .findFirst();
  }

  private void lastOut() {
    lines.add(
        "examples: {lastOut: true}   # of each user the last event is the test, the one before"
            + " selects");
  }

  private void model() {
    lines.add("sequence: {kind: hierarchical}   # one token per event");
    lines.add("items: {width: 64}");
  }

  private void features(
      Stream<SampledColumn> numeric, Stream<SampledColumn> categorical, String more) {
    String numbers =
        numeric
            .map(column -> "{attribute: " + YamlScalar.of(column.name()) + "}")
            .collect(Collectors.joining(", "));
    List<String> classes =
        Stream.concat(categorical, columns.classes().stream()).map(SampledColumn::name).toList();
    String all =
        Stream.of(
                numbers.isEmpty() ? "" : "eventNumeric: [" + numbers + "]",
                classes.isEmpty() ? "" : "eventCategorical: [" + list(classes) + "]",
                more)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "));
    if (!all.isEmpty()) {
      lines.add("features: {" + all + "}");
    }
  }

  private void nextItem() {
    lines.add("  next: {kind: nextItem, label: {nextItem: {}}}   # which item comes next?");
  }

  private static String taskName(SampledColumn column) {
    String name = column.name().replaceAll("[^A-Za-z0-9]", "");
    return name.matches("[A-Za-z].*") && !name.equals("next") ? name : "answer";
  }

  private static String list(List<String> names) {
    return names.stream().map(YamlScalar::of).collect(Collectors.joining(", "));
  }
}
