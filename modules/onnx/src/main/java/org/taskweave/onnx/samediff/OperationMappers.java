package org.taskweave.onnx.samediff;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The table of mappers by the operation's SameDiff name; immutable. */
public final class OperationMappers {

  private static final OperationMappers STANDARD = standardTable();

  private final Map<String, OperationMapper> byOperator;

  private OperationMappers(Map<String, OperationMapper> byOperator) {
    this.byOperator = Collections.unmodifiableMap(new TreeMap<>(byOperator));
  }

  /** The mappers this program knows. */
  public static OperationMappers standard() {
    return STANDARD;
  }

  private static OperationMappers standardTable() {
    Map<String, OperationMapper> table = new TreeMap<>();
    ArithmeticMappers.addTo(table);
    FunctionMappers.addTo(table);
    ReductionMappers.addTo(table);
    ComparisonMappers.addTo(table);
    ShapeMappers.addTo(table);
    SelectionMappers.addTo(table);
    ProductMappers.addTo(table);
    NormalisationMappers.addTo(table);
    ConvolutionMappers.addTo(table);
    return new OperationMappers(table);
  }

  /** This table with one more mapper, or another one for an operation. */
  public OperationMappers with(String operator, OperationMapper mapper) {
    Map<String, OperationMapper> table = new TreeMap<>(byOperator);
    table.put(operator, mapper);
    return new OperationMappers(table);
  }

  /** The operations that can be written. */
  public Set<String> operators() {
    return byOperator.keySet();
  }

  void map(Operation operation) {
    OperationMapper mapper = byOperator.get(operation.operator());
    if (mapper == null) {
      throw operation.refusal(
          "no ONNX mapping is known. Add an OperationMapper with OperationMappers.with; known are "
              + String.join(", ", operators()));
    }
    mapper.map(operation);
  }
}
