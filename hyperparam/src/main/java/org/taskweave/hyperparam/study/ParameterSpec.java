package org.taskweave.hyperparam.study;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.taskweave.core.Checks;
import org.taskweave.core.config.MapKey;
import org.taskweave.hyperparam.space.Dimension;

/**
 * A field of the recipe and what is tried there; exactly one of the four is given.
 *
 * @param path as in "tasks.reorder.weight"
 * @param uniform lowest and highest number
 * @param logUniform lowest and highest number, both above 0
 * @param integer lowest and highest whole number, both included
 * @param choice values, as texts
 */
public record ParameterSpec(
    @MapKey String path,
    Optional<List<Double>> uniform,
    Optional<List<Double>> logUniform,
    Optional<List<Integer>> integer,
    Optional<List<String>> choice) {

  public ParameterSpec {
    long given =
        Stream.of(uniform, logUniform, integer, choice).filter(Optional::isPresent).count();
    Checks checks =
        new Checks(ParameterSpec.class)
            .require(
                given == 1,
                "",
                given == 0 ? "no values" : given + " kinds of values",
                "given: give exactly one of uniform, logUniform, integer, choice and boolean");
    uniform.ifPresent(range -> checkRange(checks, "uniform", range));
    logUniform.ifPresent(
        range -> {
          checkRange(checks, "logUniform", range);
          checks.require(
              range.isEmpty() || range.get(0) > 0,
              "logUniform",
              range,
              "starts at 0 or below, where there is no logarithm: start above 0, or use uniform");
        });
    integer.ifPresent(range -> checkRange(checks, "integer", range));
    choice.ifPresent(
        values ->
            checks
                .require(
                    values.size() >= 2,
                    "choice",
                    values,
                    "leaves nothing to choose: list two or more, or use set")
                .distinct("choice", values));
    checks.done();
  }

  private static void checkRange(Checks checks, String name, List<? extends Number> range) {
    boolean pair = range.size() == 2 && range.stream().allMatch(Objects::nonNull);
    checks.require(
        pair && range.get(0).doubleValue() < range.get(1).doubleValue(),
        name,
        range,
        "is no range: write [lowest, highest], the lowest below the highest");
  }

  /** The dimension of the search space. */
  public Dimension dimension() {
    if (uniform.isPresent()) {
      return Dimension.uniform(path, uniform.get().get(0), uniform.get().get(1));
    }
    if (logUniform.isPresent()) {
      return Dimension.logUniform(path, logUniform.get().get(0), logUniform.get().get(1));
    }
    if (integer.isPresent()) {
      return Dimension.integer(path, integer.get().get(0), integer.get().get(1));
    }
    return Dimension.choice(
        path, choice.orElseThrow().stream().map(ParameterSpec::valueOf).toList());
  }

  /** A text as the value it reads as: truth value, whole number, number, or text. */
  private static Object valueOf(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return number.scale() <= 0 ? (Object) number.longValueExact() : number.doubleValue();
    } catch (ArithmeticException | NumberFormatException e) {
      return text;
    }
  }
}
