package org.taskweave.training.language;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.tokenizer.TokenRoles;
import org.taskweave.nn.language.LanguageBatch;

class GuessedWordsTest {

  /** Ids 0 to 3 are special, 3 hides, odd ids from 5 on go on with a word. */
  private static final TokenRoles ROLES = roles(OptionalInt.of(3));

  private static TokenRoles roles(OptionalInt mask) {
    BitSet special = new BitSet();
    special.set(0, 4);
    BitSet continuing = new BitSet();
    for (int id = 5; id < 100; id += 2) {
      continuing.set(id);
    }
    return new TokenRoles(100, mask, special, continuing);
  }

  private static SequenceInput input(int rows, int... ids) {
    float[] mask = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      mask[i] = ids[i] == 0 ? 0 : 1;
    }
    return SequenceInput.builder(rows, ids.length / rows, ids, new int[ids.length], mask).build();
  }

  @Test
  void theNextTokenOfEachRow() {
    LanguageBatch batch =
        new NextWords().of(input(2, 2, 7, 8, 9, 2, 6, 0, 0), new Random(1)).orElseThrow();
    assertArrayEquals(new int[] {0, 1, 2, 4}, batch.positions());
    assertArrayEquals(new int[] {7, 8, 9, 6}, batch.targets());
    assertTrue(new NextWords().of(input(1, 2, 0, 0), new Random(1)).isEmpty());
  }

  /** 1,000 rows of 20 real tokens: 3 of each are guessed, 80, 10 and 10 % hidden, random, kept. */
  @Test
  void sharesOfWhatIsHidden() {
    int[] ids = new int[1000 * 23];
    for (int row = 0; row < 1000; row++) {
      ids[row * 23] = 1;
      Arrays.fill(ids, row * 23 + 1, row * 23 + 21, 4 + 2 * (row % 40));
      ids[row * 23 + 21] = 2;
    }
    LanguageBatch batch =
        new HiddenWords(ROLES, 0.15, false).of(input(1000, ids), new Random(5)).orElseThrow();
    int hidden = 0;
    int kept = 0;
    for (int i = 0; i < batch.guesses(); i++) {
      int cell = batch.positions()[i];
      assertEquals(i / 3, cell / 23, "three of each row");
      assertEquals(ids[cell], batch.targets()[i]);
      assertTrue(ids[cell] >= 4, "special tokens are not guessed");
      hidden += batch.tokenIds()[cell] == 3 ? 1 : 0;
      kept += batch.tokenIds()[cell] == ids[cell] ? 1 : 0;
      assertTrue(batch.tokenIds()[cell] >= 3, "no other special token is drawn");
    }
    assertEquals(3000, batch.guesses());
    assertEquals(2400, hidden, 3 * Math.sqrt(3000 * 0.8 * 0.2));
    // A random token is the same by chance in one of 96 cases.
    assertEquals(300 + 300 / 96.0, kept, 3 * Math.sqrt(3000 * 0.1 * 0.9));
    for (int cell = 0; cell < ids.length; cell++) {
      if (Arrays.binarySearch(batch.positions(), cell) < 0) {
        assertEquals(ids[cell], batch.tokenIds()[cell]);
      }
    }
  }

  /** Words of three pieces: with 15 % of nine tokens one is wanted, and one word is the least. */
  @Test
  void wordsAreHiddenWhole() {
    int[] ids = {1, 4, 5, 7, 6, 9, 11, 8, 13, 15, 2};
    for (int seed = 0; seed < 20; seed++) {
      LanguageBatch batch =
          new HiddenWords(ROLES, 0.15, true).of(input(1, ids), new Random(seed)).orElseThrow();
      int first = batch.positions()[0];
      assertArrayEquals(new int[] {first, first + 1, first + 2}, batch.positions());
      assertEquals(0, (first - 1) % 3);
    }
  }

  @Test
  void theSameSeedHidesTheSame() {
    int[] ids = new int[64];
    Arrays.setAll(ids, i -> 4 + i % 50);
    HiddenWords words = new HiddenWords(ROLES, 0.3, false);
    int[] first = words.of(input(2, ids), new Random(9)).orElseThrow().tokenIds();
    assertArrayEquals(first, words.of(input(2, ids), new Random(9)).orElseThrow().tokenIds());
    assertFalse(
        Arrays.equals(first, words.of(input(2, ids), new Random(10)).orElseThrow().tokenIds()));
    assertTrue(words.of(input(1, 1, 2, 0), new Random(1)).isEmpty(), "nothing but frame");
  }

  @Test
  void aVocabularyWithoutMaskIsRefused() {
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> new HiddenWords(roles(OptionalInt.empty()), 0.15, false))
            .getMessage();
    assertTrue(message.contains("[MASK]"), message);
  }
}
