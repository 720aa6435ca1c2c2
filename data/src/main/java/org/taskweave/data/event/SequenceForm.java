package org.taskweave.data.event;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.file.CompactBytes;

/**
 * A user's sequence as bytes: times as differences, items, texts and what else many events share as
 * numbers of tables that stay in memory.
 */
final class SequenceForm {

  private static final int HAS_TEXT = 1;
  private static final int HAS_BASKET = 2;
  private static final int SAME_BASKET = 4;

  private final CompactBytes bytes = new CompactBytes();
  private final Shared items = new Shared(Integer.MAX_VALUE);
  private final Shared texts = new Shared(1 << 20);
  private final Shared names = new Shared(1 << 18);

  /** Texts by number; those that come when there are enough stand among the bytes. */
  private final class Shared {

    private final int most;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> values = new ArrayList<>();

    Shared(int most) {
      this.most = most;
    }

    void write(String value) {
      Integer number = numbers.get(value);
      if (number == null && values.size() < most) {
        number = values.size();
        numbers.put(value, number);
        values.add(value);
      }
      if (number == null) {
        bytes.whole(0);
        bytes.text(value);
      } else {
        bytes.whole(1 + number);
      }
    }

    String read(ByteBuffer from) {
      int number = CompactBytes.readWhole(from);
      return number == 0 ? CompactBytes.readText(from) : values.get(number - 1);
    }
  }

  /** The bytes of a sequence, which the next call overwrites. */
  ByteBuffer write(BehaviorSequence sequence) {
    bytes.clear();
    bytes.text(sequence.user());
    bytes.whole(sequence.events().size());
    long time = 0;
    Optional<String> basket = Optional.empty();
    for (BehaviorEvent event : sequence.events()) {
      bytes.signed(event.timestampMillis() - time);
      items.write(event.item());
      names.write(event.action());
      boolean same = event.basket().isPresent() && event.basket().equals(basket);
      bytes.whole(
          (event.text().isPresent() ? HAS_TEXT : 0)
              + (event.basket().isPresent() ? HAS_BASKET : 0)
              + (same ? SAME_BASKET : 0));
      event.text().ifPresent(texts::write);
      if (!same) {
        event.basket().ifPresent(bytes::text);
      }
      bytes.whole(event.attributes().size());
      event.attributes().forEach(this::attribute);
      time = event.timestampMillis();
      basket = event.basket();
    }
    return bytes.written();
  }

  private void attribute(String name, Object value) {
    names.write(name);
    if (value instanceof Double number) {
      bytes.whole(0);
      bytes.real(number.doubleValue());
    } else {
      bytes.whole(1);
      names.write((String) value);
    }
  }

  /** The user of what {@link #write} wrote. */
  static String readUser(ByteBuffer from) {
    return CompactBytes.readText(from);
  }

  /** What {@link #write} wrote. */
  BehaviorSequence read(ByteBuffer from) {
    String user = CompactBytes.readText(from);
    BehaviorEvent[] events = new BehaviorEvent[CompactBytes.readWhole(from)];
    long time = 0;
    Optional<String> basket = Optional.empty();
    for (int e = 0; e < events.length; e++) {
      time += CompactBytes.readSigned(from);
      String item = items.read(from);
      String action = names.read(from);
      int has = CompactBytes.readWhole(from);
      Optional<String> text =
          (has & HAS_TEXT) == 0 ? Optional.empty() : Optional.of(texts.read(from));
      if ((has & HAS_BASKET) == 0) {
        basket = Optional.empty();
      } else if ((has & SAME_BASKET) == 0) {
        basket = Optional.of(CompactBytes.readText(from));
      }
      events[e] = new BehaviorEvent(user, item, action, time, text, basket, attributes(from));
    }
    return new BehaviorSequence(user, List.of(events));
  }

  private Map<String, Object> attributes(ByteBuffer from) {
    int count = CompactBytes.readWhole(from);
    if (count == 0) {
      return Map.of();
    }
    if (count == 1) {
      return Map.of(names.read(from), value(from));
    }
    Map<String, Object> values = new HashMap<>();
    for (int a = 0; a < count; a++) {
      String name = names.read(from);
      values.put(name, value(from));
    }
    return values;
  }

  private Object value(ByteBuffer from) {
    return CompactBytes.readWhole(from) == 0 ? CompactBytes.readDouble(from) : names.read(from);
  }
}
