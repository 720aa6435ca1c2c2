package org.taskweave.nn.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextChunkTest {

  private static List<int[]> texts(int count, int length) {
    List<int[]> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(new int[length]);
    }
    return texts;
  }

  private static List<List<Integer>> shapes(List<TextChunk> chunks) {
    return chunks.stream().map(chunk -> List.of(chunk.rows(), chunk.length())).toList();
  }

  @Test
  void textsOfOneLengthArePowersOfTwo() {
    // 300 = 256 + 32 + 12, filled up to 16.
    assertEquals(
        List.of(List.of(16, 8), List.of(32, 8), List.of(256, 8)),
        shapes(TextChunk.of(texts(300, 7), 512)));
    assertEquals(List.of(List.of(16, 4)), shapes(TextChunk.of(texts(1, 2), 512)));
  }

  @Test
  void lengthsArePaddedToTheNextBucketTheEncoderHasPositionsFor() {
    List<int[]> texts = List.of(new int[9], new int[2], new int[12], new int[14]);
    List<TextChunk> chunks = TextChunk.of(texts, 14);
    assertEquals(List.of(List.of(16, 4), List.of(16, 12), List.of(16, 14)), shapes(chunks));
    assertArrayEquals(new int[] {1}, chunks.get(0).texts());
    assertArrayEquals(new int[] {0, 2}, chunks.get(1).texts());
    assertArrayEquals(new int[] {3}, chunks.get(2).texts());
  }

  @Test
  void aGroupIsFilledUpWithItsFirstText() {
    List<int[]> texts = List.of(new int[] {7, 8, 9}, new int[] {5, 6});
    TextChunk chunk = TextChunk.of(texts, 512).get(0);
    int[] ids = chunk.ids(texts);
    float[] mask = chunk.mask(texts);
    assertEquals(64, ids.length);
    for (int row = 0; row < 16; row++) {
      int[] expected = row == 1 ? new int[] {5, 6, 0, 0} : new int[] {7, 8, 9, 0};
      float[] real = row == 1 ? new float[] {1, 1, 0, 0} : new float[] {1, 1, 1, 0};
      for (int t = 0; t < 4; t++) {
        assertEquals(expected[t], ids[4 * row + t]);
        assertEquals(real[t], mask[4 * row + t]);
      }
    }
  }
}
