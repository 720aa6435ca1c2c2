package org.taskweave.data.event;

import java.util.List;

/**
 * A 64-bit hash of text that is the same on every machine: FNV-1a over the UTF-16 units, finished
 * by the bit mixer of MurmurHash3 (Appleby, 2011). Not for secrets.
 */
public final class SeededHash {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private SeededHash() {}

  /** Hash of several texts; where one ends and the next begins matters. */
  public static long of(long seed, List<String> parts) {
    long hash = FNV_OFFSET ^ mix(seed);
    for (String part : parts) {
      for (int i = 0; i < part.length(); i++) {
        hash = (hash ^ part.charAt(i)) * FNV_PRIME;
      }
      hash = mix(hash + part.length() + 1);
    }
    return mix(hash);
  }

  /** The hash as a share: uniform from 0 (inclusive) to 1 (exclusive). */
  public static double share(long seed, List<String> parts) {
    return (of(seed, parts) >>> 11) * 0x1.0p-53;
  }

  private static long mix(long value) {
    long mixed = value;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
