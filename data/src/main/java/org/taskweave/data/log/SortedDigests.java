package org.taskweave.data.log;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * SHA-256 digests that are handed over in ascending order, as bytes without a sign: 32 bytes of
 * memory for each, and up to half as much again. They are kept by their first byte.
 */
final class SortedDigests {

  private static final int BYTES = 32;
  private static final int FIRST_CAPACITY = 16 * BYTES;

  private final byte[][] buckets = new byte[256][0];
  private final int[] used = new int[256];

  /** Adds one of 32 bytes. */
  void add(byte[] digest) {
    int bucket = digest[0] & 0xff;
    int needed = Math.addExact(used[bucket], BYTES);
    if (needed > buckets[bucket].length) {
      int grown = Math.max(FIRST_CAPACITY, Math.addExact(needed, needed / 2));
      buckets[bucket] = Arrays.copyOf(buckets[bucket], grown);
    }
    System.arraycopy(digest, 0, buckets[bucket], used[bucket], BYTES);
    used[bucket] = needed;
  }

  /** Updates a digest with all of them in order. */
  void addTo(MessageDigest digest) {
    for (int bucket = 0; bucket < buckets.length; bucket++) {
      byte[][] own = new byte[used[bucket] / BYTES][];
      for (int i = 0; i < own.length; i++) {
        own[i] = Arrays.copyOfRange(buckets[bucket], i * BYTES, (i + 1) * BYTES);
      }
      Arrays.sort(own, Arrays::compareUnsigned);
      for (byte[] one : own) {
        digest.update(one);
      }
    }
  }
}
