package org.taskweave.data.batch;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Encoded examples that are made each time one is asked for, while their lengths and rows are known
 * without: what plans batches need not look at the examples. Immutable.
 */
public abstract class EncodedList extends AbstractList<EncodedExample> implements RandomAccess {

  EncodedList() {}

  /** {@link EncodedExample#length} of one. */
  abstract int length(int index);

  /** {@link EncodedExample#rows} of one. */
  abstract int rows(int index);

  /** The length of one of any list's examples. */
  public static int length(List<EncodedExample> examples, int index) {
    return examples instanceof EncodedList list ? list.length(index) : examples.get(index).length();
  }

  /** The number of rows of one of any list's examples. */
  public static int rows(List<EncodedExample> examples, int index) {
    return examples instanceof EncodedList list ? list.rows(index) : examples.get(index).rows();
  }

  /** The examples of two lists, one behind the other; a view. */
  public static List<EncodedExample> joined(
      List<EncodedExample> first, List<EncodedExample> second) {
    return new Joined(first, second);
  }

  /**
   * Examples with labels whose masks are times a factor; a view.
   *
   * @param factors of each example
   */
  public static List<EncodedExample> weighed(List<EncodedExample> examples, double[] factors) {
    if (factors.length != examples.size()) {
      throw new IllegalArgumentException(
          factors.length + " factors for " + examples.size() + " examples");
    }
    return new Weighed(examples, factors);
  }

  private static final class Joined extends EncodedList {
    private final List<EncodedExample> first;
    private final List<EncodedExample> second;

    Joined(List<EncodedExample> first, List<EncodedExample> second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public EncodedExample get(int index) {
      int behind = index - first.size();
      return behind < 0 ? first.get(index) : second.get(behind);
    }

    @Override
    int length(int index) {
      int behind = index - first.size();
      return behind < 0 ? length(first, index) : length(second, behind);
    }

    @Override
    int rows(int index) {
      int behind = index - first.size();
      return behind < 0 ? rows(first, index) : rows(second, behind);
    }

    @Override
    public int size() {
      return first.size() + second.size();
    }
  }

  private static final class Weighed extends EncodedList {
    private final List<EncodedExample> examples;
    private final double[] factors;

    Weighed(List<EncodedExample> examples, double[] factors) {
      this.examples = examples;
      this.factors = factors;
    }

    @Override
    public EncodedExample get(int index) {
      return examples.get(index).weighing(factors[index]);
    }

    @Override
    int length(int index) {
      return length(examples, index);
    }

    @Override
    int rows(int index) {
      return rows(examples, index);
    }

    @Override
    public int size() {
      return examples.size();
    }
  }
}
