package org.taskweave.data.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemMemoryTest {

  private static final int USERS = 12;

  /** Each user buys a pair of items, in one basket, that nobody else buys; and item 0 before. */
  private static ItemLog oneOffPairs() {
    List<ItemHistory> users = new ArrayList<>();
    for (int u = 0; u < USERS; u++) {
      users.add(Visits.NONE.with(0, 1).with(2 * u + 1, 2).with(2 * u + 2, 2).history());
    }
    return new ItemLog(2 * USERS + 1, users);
  }

  /**
   * The trap of memories that look good in training only: what a training row asks for is in the
   * counts of all users, and would be told by what stands beside it.
   */
  @Test
  void aUsersTrainingRowsDoNotSeeTheirOwnCounts() {
    List<MemoryChannel> memory = ItemMemory.of(oneOffPairs(), GaussInverse::invert);
    assertEquals(
        List.of(
            "EASE by basket",
            "cosine by basket",
            "EASE by user",
            "cosine by user",
            "transitions",
            "own"),
        memory.stream().map(MemoryChannel::name).toList());
    for (MemoryChannel channel : memory.subList(0, memory.size() - 1)) {
      for (int u = 0; u < USERS; u++) {
        int fold = UserFold.of(Integer.toString(u));
        int first = 2 * u + 1;
        assertTrue(channel.all().weight(first, first + 1) > 0, channel.name());
        assertEquals(
            0, channel.withoutFold().get(fold).weight(first, first + 1), 0, channel.name());
        assertEquals(0, channel.withoutFold().get(fold).weight(0, first), 0, channel.name());
      }
    }
  }

  @Test
  void otherFoldsSeeThem() {
    MemoryChannel pairs = ItemMemory.of(oneOffPairs(), GaussInverse::invert).get(1);
    int fold = UserFold.of("0");
    int other = (fold + 1) % UserFold.COUNT;
    assertTrue(pairs.withoutFold().get(other).weight(1, 2) > 0);
  }

  @Test
  void foldsAreAboutEquallyLarge() {
    int[] sizes = new int[UserFold.COUNT];
    for (int u = 0; u < 1000; u++) {
      sizes[UserFold.of("user" + u)]++;
    }
    for (int size : sizes) {
      assertTrue(size > 140 && size < 260, size + " of 1000");
    }
  }

  @Test
  void transitionsAreSharesShrunkByTen() {
    MemoryChannel steps = ItemMemory.of(oneOffPairs(), GaussInverse::invert).get(4);
    // After item 0 came 12 items, once each; after item 1 item 2 once.
    assertEquals(1 / 22f, steps.all().weight(0, 1), 1e-6);
    assertEquals(1 / 11f, steps.all().weight(1, 2), 1e-6);
  }
}
