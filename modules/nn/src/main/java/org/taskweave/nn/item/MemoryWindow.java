package org.taskweave.nn.item;

import java.util.Arrays;
import org.taskweave.core.batch.SequenceInput;

/**
 * Which events of a row's history its memory reads: the newest of the last event's basket and the
 * newest before it, far back for what an item says for itself alone. Each has an age: in its basket
 * or before it, and how many read events came after it there, in powers of two.
 *
 * <p>A row is packed as {@value #WIDTH} numbers: the fold, the size of the current basket in powers
 * of two, the {@value #EVENTS} items, newest first, N where there are fewer, and their ages,
 * {@value #AGES} where there are fewer.
 */
public final class MemoryWindow {

  /** Different ages. */
  public static final int AGES = 16;

  /** Different sizes of the current basket. */
  public static final int SIZES = 6;

  /** Events of a row. */
  public static final int EVENTS = 272;

  /** Numbers of a row. */
  public static final int WIDTH = 2 + 2 * EVENTS;

  static final int FOLD = 0;
  static final int SIZE = 1;
  static final int ITEMS = 2;
  static final int FIRST_AGE = ITEMS + EVENTS;

  /** Of them in the last event's basket. */
  public static final int IN_BASKET = 80;

  private static final int BEFORE = EVENTS - IN_BASKET;
  private static final int AGES_IN_BASKET = AGES / 2;

  /** From this age on events are far back. */
  private static final int FAR = AGES_IN_BASKET + 4;

  private MemoryWindow() {}

  /**
   * Whether a channel reads events of an age. Far back only items that come again say something,
   * and reading what all others say would cost the most there.
   *
   * @param width weights of an item in the channel's table, at most
   */
  public static boolean reads(int width, int age) {
    return width == 1 || age < FAR;
  }

  /**
   * Rows of a batch [R,{@value #WIDTH}].
   *
   * @param items N
   */
  public static int[] of(SequenceInput input, int items) {
    int[] packed = new int[input.labelRows().length * WIDTH];
    for (int r = 0; r < input.labelRows().length; r++) {
      pack(input, input.labelRows()[r], items, packed, r * WIDTH);
    }
    return packed;
  }

  private static void pack(SequenceInput input, int cell, int items, int[] packed, int at) {
    int start = cell / input.length() * input.length();
    boolean known = input.baskets().length > 0;
    packed[at + FOLD] = known ? input.folds()[cell / input.length()] : 0;
    Arrays.fill(packed, at + ITEMS, at + FIRST_AGE, items);
    Arrays.fill(packed, at + FIRST_AGE, at + WIDTH, AGES);
    int own = 0;
    int before = 0;
    int size = 0;
    int count = 0;
    for (int c = cell; c >= start; c--) {
      boolean inBasket = known ? input.baskets()[c] == input.baskets()[cell] : c == cell;
      size += inBasket ? 1 : 0;
      if (input.tokenIds()[c] >= items || (inBasket ? own >= IN_BASKET : before >= BEFORE)) {
        continue;
      }
      packed[at + ITEMS + count] = input.tokenIds()[c];
      packed[at + FIRST_AGE + count] = inBasket ? age(own) : AGES_IN_BASKET + age(before);
      count++;
      own += inBasket ? 1 : 0;
      before += inBasket ? 0 : 1;
    }
    packed[at + SIZE] = Math.min(SIZES - 1, log2(Math.max(1, size)));
  }

  private static int age(int newer) {
    return Math.min(AGES_IN_BASKET - 1, log2(newer + 1));
  }

  private static int log2(int value) {
    return 31 - Integer.numberOfLeadingZeros(value);
  }
}
