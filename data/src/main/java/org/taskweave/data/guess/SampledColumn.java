package org.taskweave.data.guess;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.taskweave.data.log.LogSample;

/**
 * A column of a sample and what its values look like.
 *
 * @param values those that are not empty
 */
record SampledColumn(String name, List<String> values) {

  private static final double NEARLY_ALL = 0.95;
  private static final Pattern DATE = Pattern.compile("\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}.*");

  static SampledColumn of(String name, List<String> values) {
    return new SampledColumn(name, values.stream().filter(value -> !value.isBlank()).toList());
  }

  /** Whether the name, letters alone in lower case, matches as a whole. */
  boolean named(String regex) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "").matches(regex);
  }

  Set<String> distinct() {
    return new TreeSet<>(values);
  }

  boolean isNumeric() {
    return isMostly(LogSample::isNumber);
  }

  /** Whether its values are times: dates, or numbers of seconds or milliseconds later than 1989. */
  boolean isTime() {
    return isMostly(
        text ->
            DATE.matcher(text).matches()
                ? LogSample.millis(text).isPresent()
                : LogSample.isNumber(text)
                    && LogSample.millis(text).orElse(0) > 600_000_000_000L
                    && Double.parseDouble(text) > 600_000_000);
  }

  boolean isDate() {
    return isTime() && !isNumeric();
  }

  /** Whether there are exactly two values, such as 0 and 1 or no and yes. */
  boolean isYesOrNo() {
    Set<String> two = new TreeSet<>();
    distinct().forEach(value -> two.add(value.toLowerCase(Locale.ROOT)));
    return List.of(
            Set.of("0", "1"),
            Set.of("false", "true"),
            Set.of("no", "yes"),
            Set.of("f", "t"),
            Set.of("0.0", "1.0"),
            Set.of("n", "y"))
        .contains(two);
  }

  private boolean isMostly(java.util.function.Predicate<String> test) {
    return !values.isEmpty() && values.stream().filter(test).count() >= NEARLY_ALL * values.size();
  }
}
