package org.taskweave.robustness;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** One seeded change of a file's content: a flipped bit, a wrong length, a lost or doubled part. */
final class Mutator {

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    8,
    127,
    255,
    65_536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 33,
    1L << 62,
    Long.MAX_VALUE
  };

  private static final String[] WORDS = {
    "0", "-1", "9999", "4294967296", "1e308", "null", "true", "\"\"", "[]", "{}", "\"[XYZ]\"", "NaN"
  };

  private static final Pattern VALUE =
      Pattern.compile("-?\\d+(\\.\\d+)?|\"[^\"\\\\]*\"|true|false|null");

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  /** Another content; texts are changed as texts half of the time. */
  byte[] mutate(byte[] content, boolean text) {
    byte[] changed = content;
    for (int tries = 0; tries < 20 && Arrays.equals(content, changed); tries++) {
      changed = content.length == 0 ? new byte[] {1} : once(content, text);
    }
    return changed;
  }

  private byte[] once(byte[] content, boolean text) {
    if (text && random.nextBoolean()) {
      return value(content);
    }
    int at = random.nextInt(content.length);
    int length = 1 + random.nextInt(Math.min(64, content.length - at));
    return switch (random.nextInt(7)) {
      case 0 -> flipped(content, at);
      case 1 -> Arrays.copyOf(content, at);
      case 2 -> join(content, at, new byte[0], at + length);
      case 3 ->
          join(content, at + length, Arrays.copyOfRange(content, at, at + length), at + length);
      case 4 -> join(content, at, noise(length), at + length);
      default -> number(content, at);
    };
  }

  private static byte[] flipped(byte[] content, int at) {
    byte[] changed = content.clone();
    changed[at] ^= (byte) (1 << (at % 8));
    return changed;
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] number(byte[] content, int at) {
    byte[] changed = content.clone();
    int width = random.nextBoolean() ? Long.BYTES : Integer.BYTES;
    ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(order);
    long value = NUMBERS[random.nextInt(NUMBERS.length)];
    if (width == Long.BYTES) {
      number.putLong(0, value);
    } else {
      number.putInt(0, (int) value);
    }
    System.arraycopy(number.array(), 0, changed, at, Math.min(width, content.length - at));
    return changed;
  }

  /** Puts another value where a number, text or word stands. */
  private byte[] value(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    List<MatchResult> values = VALUE.matcher(text).results().toList();
    if (values.isEmpty()) {
      return content;
    }
    MatchResult one = values.get(random.nextInt(values.size()));
    String other =
        random.nextInt(4) == 0
            ? values.get(random.nextInt(values.size())).group()
            : WORDS[random.nextInt(WORDS.length)];
    return (text.substring(0, one.start()) + other + text.substring(one.end()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] join(byte[] content, int to, byte[] middle, int from) {
    byte[] joined = new byte[to + middle.length + content.length - from];
    System.arraycopy(content, 0, joined, 0, to);
    System.arraycopy(middle, 0, joined, to, middle.length);
    System.arraycopy(content, from, joined, to + middle.length, content.length - from);
    return joined;
  }
}
