package org.taskweave.data.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.EventText;
import org.taskweave.data.side.SideTable;
import org.taskweave.data.side.SideTables;

/**
 * SHA-256 of a set of events: of the events' own digests in ascending order. The order of the rows
 * makes no difference, as it makes none to anything that follows.
 */
public final class EventDigest {

  private final MessageDigest digest = newDigest();
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
  private final SortedDigests own;

  private EventDigest(SortedDigests own) {
    this.own = own;
  }

  /**
   * Of events that come one after the other.
   *
   * @param folder where their own digests are kept when they are many
   */
  static EventDigest in(Path folder) {
    return new EventDigest(new SortedDigests(Optional.of(folder)));
  }

  void add(BehaviorEvent event) {
    for (String part : EventText.of(event)) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(length.putInt(0, bytes.length).array());
      digest.update(bytes);
    }
    own.add(digest.digest());
  }

  /** SHA-256 of all of them, in hexadecimal; to be called once. */
  String sha256() {
    own.addTo(digest);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of events, in hexadecimal. */
  public static String sha256(List<BehaviorEvent> events) {
    EventDigest digest = new EventDigest(new SortedDigests(Optional.empty()));
    events.forEach(digest::add);
    return digest.sha256();
  }

  /** As above, of events and the tables beside them; without a table, of the events alone. */
  public static String sha256(List<BehaviorEvent> events, SideTables tables) {
    String ofEvents = sha256(events);
    if (tables.equals(SideTables.NONE)) {
      return ofEvents;
    }
    MessageDigest digest = newDigest();
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    List<String> parts = new ArrayList<>(List.of(ofEvents));
    tables.items().ifPresent(table -> addTo(parts, "items", table));
    tables.users().ifPresent(table -> addTo(parts, "users", table));
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(length.putInt(0, bytes.length).array());
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void addTo(List<String> parts, String name, SideTable table) {
    parts.add(name);
    table
        .rows()
        .forEach(
            (id, rows) ->
                rows.forEach(
                    row -> {
                      parts.add(id);
                      parts.add(Long.toString(row.validFromMillis()));
                      parts.add(row.text().orElse(""));
                      parts.add(new TreeMap<>(row.values()).toString());
                    }));
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
