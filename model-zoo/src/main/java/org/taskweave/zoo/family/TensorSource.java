package org.taskweave.zoo.family;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.zoo.tensor.StoredTensor;

/**
 * Where a file has a tensor: whole, or as one of equal parts of the rows of another.
 *
 * @param name in the file, without prefix
 * @param inOut whether the file has the matrix as [in,out]
 * @param part which of the parts, from 0
 * @param parts 1 for a tensor that is whole
 */
public record TensorSource(String name, boolean inOut, int part, int parts) {

  private static final Pattern LAYER =
      Pattern.compile("encoder\\.layer\\.(\\d+)\\.(.*)(\\.weight|\\.bias)");

  /** The tensor itself. */
  public static TensorSource named(String name) {
    return new TensorSource(name, false, 0, 1);
  }

  /**
   * The file's name of a layer's tensor, where parts have other names.
   *
   * @param name "encoder.layer.N.PART.weight", or bias
   * @param layer what stands before N in the file
   * @param parts the file's names of the parts
   * @return empty for a tensor of no layer
   */
  public static Optional<String> layered(String name, String layer, Map<String, String> parts) {
    Matcher matcher = LAYER.matcher(name);
    return matcher.matches() && parts.containsKey(matcher.group(2))
        ? Optional.of(
            layer + matcher.group(1) + "." + parts.get(matcher.group(2)) + matcher.group(3))
        : Optional.empty();
  }

  /** The file's shape, from that of the tensor. */
  long[] shapeInFile(long... shape) {
    long[] whole = shape.clone();
    whole[0] *= parts;
    return inOut && whole.length == 2 ? new long[] {whole[1], whole[0]} : whole;
  }

  /**
   * The file's tensor, from its parts.
   *
   * @param all of the same shape, in their order
   */
  WeightTensor joined(WeightTensor[] all) {
    long[] whole = all[0].shape().clone();
    whole[0] *= parts;
    int size = all[0].values().length;
    float[] values = new float[size * parts];
    for (int i = 0; i < parts; i++) {
      System.arraycopy(all[i].values(), 0, values, i * size, size);
    }
    WeightTensor joined = new WeightTensor(whole, values);
    return inOut && whole.length == 2 ? turned(joined) : joined;
  }

  private static WeightTensor turned(WeightTensor matrix) {
    int rows = (int) matrix.shape()[0];
    int columns = (int) matrix.shape()[1];
    float[] turned = new float[matrix.values().length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = matrix.values()[row * columns + column];
      }
    }
    return new WeightTensor(new long[] {columns, rows}, turned);
  }

  /** The tensor's values, row-major. */
  float[] read(StoredTensor stored) {
    boolean turned = inOut && stored.shape().length == 2;
    float[] all = turned ? stored.transposed().read() : stored.read();
    if (parts == 1) {
      return all;
    }
    int size = all.length / parts;
    return Arrays.copyOfRange(all, part * size, (part + 1) * size);
  }
}
