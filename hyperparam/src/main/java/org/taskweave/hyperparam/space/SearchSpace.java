package org.taskweave.hyperparam.space;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.deeplearning4j.arbiter.optimize.api.AbstractParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;

/**
 * All searched fields as one Arbiter space. A point of the unit cube, one coordinate per dimension,
 * becomes values by path, in order; tied paths follow.
 */
public final class SearchSpace extends AbstractParameterSpace<Map<String, Object>> {

  private static final MathContext SIX_DIGITS = new MathContext(6);

  private final List<Dimension> dimensions;
  private final List<Tie> ties;

  /**
   * A path that takes a searched path's value.
   *
   * @param factor times the value, which must be a number then; 1 takes it as it is
   */
  public record Tie(String path, String to, double factor) {}

  /** A space; the leaves' coordinates are numbered in the order of the dimensions. */
  public SearchSpace(List<Dimension> dimensions, List<Tie> ties) {
    this.dimensions = List.copyOf(dimensions);
    this.ties = List.copyOf(ties);
    for (int i = 0; i < dimensions.size(); i++) {
      dimensions.get(i).leaf().setIndices(i);
    }
  }

  /** What is searched, in order. */
  public List<Dimension> dimensions() {
    return dimensions;
  }

  /** Values by path; numbers of a continuum are rounded to six digits, as they are shown. */
  @Override
  public Map<String, Object> getValue(double[] unit) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Dimension dimension : dimensions) {
      Object value = dimension.leaf().getValue(unit);
      values.put(dimension.path(), value instanceof Double number ? rounded(number) : value);
    }
    for (Tie tie : ties) {
      Object value = values.get(tie.to());
      values.put(
          tie.path(),
          tie.factor() == 1 ? value : rounded(((Number) value).doubleValue() * tie.factor()));
    }
    return values;
  }

  /**
   * The point whose values are the given ones, as near as the space allows: numbers outside a range
   * become its nearest end.
   *
   * @param values as text, by path
   * @return empty where a value is missing, or none of a choice's
   */
  public Optional<double[]> point(Function<String, Optional<String>> values) {
    double[] point = new double[dimensions.size()];
    for (int d = 0; d < point.length; d++) {
      Dimension dimension = dimensions.get(d);
      OptionalDouble unit =
          values.apply(dimension.path()).map(dimension::unit).orElse(OptionalDouble.empty());
      if (unit.isEmpty()) {
        return Optional.empty();
      }
      point[d] = unit.getAsDouble();
    }
    return Optional.of(point);
  }

  private static Object rounded(double value) {
    return new BigDecimal(value).round(SIX_DIGITS).doubleValue();
  }

  @Override
  public int numParameters() {
    return dimensions.size();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public List<ParameterSpace> collectLeaves() {
    List<ParameterSpace> leaves = new ArrayList<>();
    dimensions.forEach(dimension -> leaves.add(dimension.leaf()));
    return leaves;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Map<String, ParameterSpace> getNestedSpaces() {
    Map<String, ParameterSpace> nested = new LinkedHashMap<>();
    dimensions.forEach(dimension -> nested.put(dimension.path(), dimension.leaf()));
    return nested;
  }

  @Override
  public boolean isLeaf() {
    return false;
  }

  /** Not for a space of several: the leaves are numbered already. */
  @Override
  public void setIndices(int... indices) {
    throw new UnsupportedOperationException("the leaves of a search space have their indices");
  }
}
