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
    lines.add("training: {epochs: 5, learningRate: 1.0e-3}");
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
    lines.add("data:");
    lines.add("  files: [" + YamlScalar.of(logName) + "]");
    if (!sample.encoding().equals("UTF-8")) {
      lines.add("  encoding: " + sample.encoding());
    }
    lines.add("  columns: {" + columnText + ", attributes: [" + list(attributes()) + "]}");
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
    lastOut();
    model();
    features(Stream.empty(), Stream.of(response), "");
    List<String> values = new ArrayList<>(response.distinct());
    lines.add("tasks:");
    lines.add(
        "  "
            + taskName(response)
            + ":   # "
            + YamlScalar.inComment(String.join(" or ", values))
            + " for this user and item?");
    lines.add("    kind: multiclass");
    lines.add("    reads: userAndItem");
    lines.add(
        "    label: {classOf: {attribute: "
            + YamlScalar.of(response.name())
            + ", withinDays: .inf}}");
    lines.add(
        "    classes: ["
            + values.stream().map(YamlScalar::quoted).collect(Collectors.joining(", "))
            + "]");
  }

  private void ratings(SampledColumn rating) {
    String name = YamlScalar.of(rating.name());
    lastOut();
    model();
    features(Stream.of(rating), Stream.empty(), ", effects: {attribute: " + name + "}");
    lines.add("tasks:");
    nextItem();
    lines.add("  " + taskName(rating) + ":   # how will this user rate this item?");
    lines.add("    kind: regression");
    lines.add("    reads: userAndItem");
    lines.add(
        "    label: {value: {attribute: "
            + name
            + ", over: nextBasket, aggregate: next, withinDays: .inf}}");
  }

  private void orders(CutGuess cuts) {
    if (!sample.ends()) {
      doubts.add("the cuts follow from the first rows alone, so move them if the log goes on");
    } else if (sample.part()) {
      doubts.add("the cuts follow from the first and last rows alone");
    }
    String action = buying();
    lines.add("examples:   # what is before a cut is known, labels come from the days after it");
    lines.add("  horizonDays: " + cuts.horizonDays());
    lines.add(
        "  cuts: {train: "
            + cuts.train()
            + ", dev: ["
            + cuts.dev()
            + "], test: ["
            + cuts.test()
            + "]}");
    model();
    features(numbers(), Stream.empty(), "");
    lines.add("tasks:");
    nextItem();
    lines.add("  again:   # will it happen within " + cuts.horizonDays() + " days?");
    lines.add("    kind: binary");
    lines.add("    label: {occurs: {action: " + YamlScalar.of(action) + "}}");
    lines.add("    floor: {frequencyRecency: {action: " + YamlScalar.of(action) + "}}");
    amount()
        .ifPresent(
            column -> {
              lines.add("  spend:   # log(1 + sum) of the next basket");
              lines.add("    kind: regression");
              lines.add(
                  "    label: {value: {attribute: "
                      + YamlScalar.of(column.name())
                      + ", action: "
                      + YamlScalar.of(action)
                      + ", over: nextBasket, log1p: true, withinDays: .inf}}");
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
    lines.add("sequence: {kind: hierarchical, maxEvents: 50}   # one token per event");
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
    lines.add(
        "features: {eventNumeric: ["
            + numbers
            + "], eventCategorical: ["
            + list(classes)
            + "]"
            + more
            + "}");
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
