package org.taskweave.data.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * SHA-256 digests that are handed over in ascending order, as bytes without a sign. They are kept
 * by their first byte: in memory, 32 bytes for each and up to half as much again, or those beyond
 * {@value #MOST_IN_MEMORY} of a first byte in a file, so that a 256th of all is in memory at once.
 */
final class SortedDigests {

  private static final int MOST_IN_MEMORY = 4096;

  private static final int BYTES = 32;
  private static final int FIRST_CAPACITY = 16 * BYTES;

  private final byte[][] buckets = new byte[256][0];
  private final int[] used = new int[256];
  private final Optional<Path> folder;
  private final int mostInMemory;

  /**
   * None yet.
   *
   * @param folder for the files, which stay there; without one all are kept in memory
   */
  SortedDigests(Optional<Path> folder) {
    this(folder, MOST_IN_MEMORY);
  }

  SortedDigests(Optional<Path> folder, int mostInMemory) {
    this.folder = folder;
    this.mostInMemory = mostInMemory;
  }

  /** Adds one of 32 bytes. */
  void add(byte[] digest) {
    int bucket = digest[0] & 0xff;
    if (folder.isPresent() && used[bucket] == mostInMemory * BYTES) {
      write(bucket);
    }
    int needed = Math.addExact(used[bucket], BYTES);
    if (needed > buckets[bucket].length) {
      int grown = Math.max(FIRST_CAPACITY, Math.addExact(needed, needed / 2));
      buckets[bucket] = Arrays.copyOf(buckets[bucket], grown);
    }
    System.arraycopy(digest, 0, buckets[bucket], used[bucket], BYTES);
    used[bucket] = needed;
  }

  private Path file(int bucket) {
    return folder.orElseThrow().resolve("digests-" + bucket);
  }

  private void write(int bucket) {
    try {
      Files.write(
          file(bucket),
          Arrays.copyOf(buckets[bucket], used[bucket]),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(file(bucket) + " cannot be written: is the disk full?", e);
    }
    used[bucket] = 0;
  }

  /** All of a bucket, in no order. */
  private byte[] all(int bucket) {
    byte[] inMemory = Arrays.copyOf(buckets[bucket], used[bucket]);
    if (folder.isEmpty() || !Files.exists(file(bucket))) {
      return inMemory;
    }
    try {
      byte[] written = Files.readAllBytes(file(bucket));
      byte[] all = Arrays.copyOf(written, Math.addExact(written.length, inMemory.length));
      System.arraycopy(inMemory, 0, all, written.length, inMemory.length);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(file(bucket) + " cannot be read", e);
    }
  }

  /** Updates a digest with all of them in order. */
  void addTo(MessageDigest digest) {
    for (int bucket = 0; bucket < buckets.length; bucket++) {
      byte[] all = all(bucket);
      byte[][] own = new byte[all.length / BYTES][];
      for (int i = 0; i < own.length; i++) {
        own[i] = Arrays.copyOfRange(all, i * BYTES, (i + 1) * BYTES);
      }
      Arrays.sort(own, Arrays::compareUnsigned);
      for (byte[] one : own) {
        digest.update(one);
      }
    }
  }
}
