package org.taskweave.serve.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.taskweave.serve.http.HttpProblem;

/**
 * A tensor as a model declares it.
 *
 * @param datatype of the protocol: INT64 or FP32
 * @param shape -1 for an axis of any size
 */
record Tensor(String name, String datatype, List<Long> shape) {

  private static final String WHOLE = "INT64";
  private static final String REAL = "FP32";

  static Tensor whole(String name, long... shape) {
    return new Tensor(name, WHOLE, Arrays.stream(shape).boxed().toList());
  }

  static Tensor real(String name, long... shape) {
    return new Tensor(name, REAL, Arrays.stream(shape).boxed().toList());
  }

  /**
   * The numbers of a tensor that was sent, row-major.
   *
   * @throws HttpProblem 400 if it is of another type or shape, or holds other numbers
   */
  double[] read(InferBody.Input input) {
    if (!datatype.equals(input.datatype())) {
      throw problem("has the datatype " + input.datatype() + ", but must be " + datatype);
    }
    List<Long> given = input.shape();
    boolean fits = given != null && given.size() == shape.size();
    for (int axis = 0; fits && axis < shape.size(); axis++) {
      Long size = given.get(axis);
      fits = size != null && size > 0 && (shape.get(axis) < 0 || shape.get(axis).equals(size));
    }
    if (!fits) {
      throw problem("has the shape " + given + ", but must have " + shape + ", -1 being any size");
    }
    double count = 1;
    for (long size : given) {
      count *= size;
    }
    if (count > Integer.MAX_VALUE || input.data() == null) {
      throw problem("has the shape " + given + ", which its data do not fill");
    }
    double[] values = new double[Math.min((int) count, 1 << 20)];
    int filled = flatten(input.data(), values, 0, (int) count);
    if (filled != count) {
      throw problem("has " + filled + " values, but the shape " + given + " has " + (long) count);
    }
    return values;
  }

  private int flatten(JsonNode node, double[] values, int at, int most) {
    if (node.isArray()) {
      int next = at;
      for (JsonNode each : node) {
        next = flatten(each, values, next, most);
      }
      return next;
    }
    if (at >= most || at >= values.length) {
      throw problem("has more values than its shape");
    }
    boolean known =
        datatype.equals(WHOLE)
            ? node.isIntegralNumber() && node.canConvertToInt()
            : node.isNumber() && Float.isFinite(node.floatValue());
    if (!known) {
      throw problem(
          "holds "
              + node
              + ", but must hold "
              + (datatype.equals(WHOLE) ? "whole" : "real")
              + " numbers");
    }
    values[at] = node.doubleValue();
    return at + 1;
  }

  HttpProblem problem(String what) {
    return new HttpProblem(400, "input \"" + name + "\": " + what);
  }
}
