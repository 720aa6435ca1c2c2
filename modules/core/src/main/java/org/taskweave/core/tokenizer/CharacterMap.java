package org.taskweave.core.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;
import org.taskweave.core.InvalidInputException;

/**
 * SentencePiece's map of characters: the size of a trie in bytes, the trie as a double array of
 * 32-bit units, and the texts that its leaves point into, each ended by a zero. The native library
 * follows the units wherever they lead, so every way through the trie is walked here first.
 */
final class CharacterMap {

  private static final int LONGEST_TEXT = 64;

  private final String where;
  private final IntBuffer units;
  private final byte[] texts;

  private CharacterMap(String where, IntBuffer units, byte[] texts) {
    this.where = where;
    this.units = units;
    this.texts = texts;
  }

  /** Refuses a map that leads out of itself. */
  static void check(String where, String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(where + ": is no base64: " + e.getMessage(), e);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int trie = bytes.length < 8 ? 0 : buffer.getInt();
    if (trie < 4 || trie % 4 != 0 || trie > bytes.length - 4) {
      throw new InvalidInputException(where + ": has a trie of " + trie + " bytes, which it lacks");
    }
    IntBuffer units = buffer.slice().order(ByteOrder.LITTLE_ENDIAN).limit(trie).asIntBuffer();
    byte[] texts = java.util.Arrays.copyOfRange(bytes, 4 + trie, bytes.length);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(texts));
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(where + ": its texts are not UTF-8", e);
    }
    new CharacterMap(where, units, texts).walk();
  }

  private void walk() {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    open.add(offset(0));
    while (!open.isEmpty()) {
      int base = open.remove();
      for (int label = 1; label < 256; label++) {
        int child = base ^ label;
        int unit = unit(child);
        if ((unit & 0x8000_00ff) != label) {
          continue;
        }
        int next = child ^ offset(child);
        if ((unit >>> 8 & 1) == 1) {
          text(unit(next) & 0x7fff_ffff);
        }
        if (!seen.get(next)) {
          seen.set(next);
          open.add(next);
        }
      }
    }
  }

  private int offset(int at) {
    int unit = unit(at);
    return (unit >>> 10) << ((unit & (1 << 9)) >>> 6);
  }

  private int unit(int at) {
    if (at < 0 || at >= units.limit()) {
      throw new InvalidInputException(where + ": its trie leads out of itself");
    }
    return units.get(at);
  }

  private void text(int at) {
    int end = at;
    while (end < texts.length && texts[end] != 0) {
      end++;
    }
    if (at > texts.length || end - at > LONGEST_TEXT || (at < end && (texts[at] & 0xc0) == 0x80)) {
      throw new InvalidInputException(
          where + ": has a leaf that points to no text of at most " + LONGEST_TEXT + " bytes");
    }
  }
}
