package org.taskweave.data.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.EventText;

class EventDigestTest {

  private static BehaviorEvent event(int number) {
    return new BehaviorEvent(
        "u" + number % 7,
        "手" + number,
        "buy",
        number,
        Optional.of("text"),
        Optional.empty(),
        Map.of("x", number / 2.0, "y", "z"));
  }

  private static List<BehaviorEvent> events(int count) {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Some are equal.
      events.add(event(i - i % 5 / 4));
    }
    return events;
  }

  /** As the class says it: the digests in ascending order, and the digest of these. */
  private static String asSaid(List<BehaviorEvent> events) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[][] own = new byte[events.size()][];
    for (int i = 0; i < own.length; i++) {
      for (String part : EventText.of(events.get(i))) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
      }
      own[i] = digest.digest();
    }
    Arrays.sort(own, Arrays::compareUnsigned);
    for (byte[] one : own) {
      digest.update(one);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Property(tries = 30)
  void digestsAreSortedAndDigested(
      @ForAll @IntRange(min = 0, max = 9000) int count, @ForAll long seed) throws Exception {
    List<BehaviorEvent> events = events(count);
    String expected = asSaid(events);
    assertEquals(expected, EventDigest.sha256(events));
    Collections.shuffle(events, new Random(seed));
    assertEquals(expected, EventDigest.sha256(events));
  }

  @Test
  void anEventMoreIsAnotherDigest() {
    assertNotEquals(EventDigest.sha256(events(4)), EventDigest.sha256(events(5)));
  }

  @Test
  void digestsInFilesAreInTheSameOrder(@TempDir Path folder) throws Exception {
    Random random = new Random(3);
    SortedDigests inMemory = new SortedDigests(Optional.empty());
    SortedDigests inFiles = new SortedDigests(Optional.of(folder), 3);
    for (int i = 0; i < 5000; i++) {
      byte[] digest = new byte[32];
      random.nextBytes(digest);
      inMemory.add(digest);
      inFiles.add(digest);
    }
    MessageDigest expected = MessageDigest.getInstance("SHA-256");
    MessageDigest found = MessageDigest.getInstance("SHA-256");
    inMemory.addTo(expected);
    inFiles.addTo(found);
    assertArrayEquals(expected.digest(), found.digest());
    assertEquals(256, folder.toFile().list().length);
  }
}
