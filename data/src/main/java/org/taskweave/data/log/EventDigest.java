package org.taskweave.data.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.EventText;

/**
 * SHA-256 of a set of events: of the events' own digests in ascending order. The order of the rows
 * makes no difference, as it makes none to anything that follows.
 */
public final class EventDigest {

  private EventDigest() {}

  /** SHA-256 of events, in hexadecimal. */
  public static String sha256(List<BehaviorEvent> events) {
    MessageDigest digest = newDigest();
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    byte[][] own = new byte[events.size()][];
    for (int i = 0; i < own.length; i++) {
      for (String part : EventText.of(events.get(i))) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(length.putInt(0, bytes.length).array());
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

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
