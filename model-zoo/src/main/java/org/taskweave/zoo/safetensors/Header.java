package org.taskweave.zoo.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;

/** The JSON header of a safetensors file, checked entry by entry and against the data's length. */
final class Header {

  private static final String METADATA = "__metadata__";

  private Header() {}

  /**
   * The tensors in the order of their data.
   *
   * @param dataBytes length of the buffer behind the header
   */
  static List<HeaderEntry> parse(String place, ObjectNode json, long dataBytes) {
    List<HeaderEntry> entries = new ArrayList<>();
    for (Iterator<Map.Entry<String, JsonNode>> fields = json.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (!field.getKey().equals(METADATA)) {
        entries.add(entry(place, field.getKey(), field.getValue(), dataBytes));
      }
    }
    entries.sort(Comparator.comparingLong(HeaderEntry::begin).thenComparingLong(HeaderEntry::end));
    checkCoverage(place, entries, dataBytes);
    return entries;
  }

  private static HeaderEntry entry(String place, String name, JsonNode node, long dataBytes) {
    String where = place + ": tensor " + name;
    ElementType type =
        ElementType.of(node.path("dtype").asText())
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        where
                            + ": dtype "
                            + node.path("dtype")
                            + " is unknown, must be one of "
                            + Arrays.toString(ElementType.values())));
    long[] shape = longs(where, "shape", node.path("shape"));
    long[] offsets = longs(where, "data_offsets", node.path("data_offsets"));
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw new InvalidInputException(
          where
              + ": data_offsets "
              + Arrays.toString(offsets)
              + " must be [begin,end], begin <= end");
    }
    if (offsets[1] > dataBytes) {
      throw new InvalidInputException(
          where
              + ": data_offsets end at "
              + offsets[1]
              + " but the file holds "
              + dataBytes
              + " bytes of data. Maybe its download was cut off: fetch it again");
    }
    long expected = storedBytes(where, type, shape);
    if (offsets[1] - offsets[0] != expected) {
      throw new InvalidInputException(
          where
              + ": data_offsets span "
              + (offsets[1] - offsets[0])
              + " bytes but shape "
              + Arrays.toString(shape)
              + " of "
              + type
              + " takes "
              + expected);
    }
    return new HeaderEntry(name, type, shape, offsets[0], offsets[1]);
  }

  private static long[] longs(String where, String key, JsonNode array) {
    boolean valid = array.isArray();
    long[] values = new long[array.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = array.get(i);
      valid &= value != null && value.canConvertToLong() && value.isIntegralNumber();
      values[i] = valid ? value.longValue() : -1;
      valid &= values[i] >= 0;
    }
    if (!valid) {
      throw new InvalidInputException(
          where + ": " + key + " is " + array + ", must be an array of whole numbers >= 0");
    }
    return values;
  }

  private static long storedBytes(String where, ElementType type, long[] shape) {
    try {
      long bytes = type.bytes();
      for (long size : shape) {
        bytes = Math.multiplyExact(bytes, size);
      }
      return bytes;
    } catch (ArithmeticException e) {
      throw new InvalidInputException(
          where + ": shape " + Arrays.toString(shape) + " is larger than any file", e);
    }
  }

  private static void checkCoverage(String place, List<HeaderEntry> entries, long dataBytes) {
    long covered = 0;
    String before = "the start of the data";
    for (HeaderEntry entry : entries) {
      if (entry.begin() < covered) {
        throw new InvalidInputException(
            place
                + ": tensor "
                + entry.name()
                + " begins at byte "
                + entry.begin()
                + " and overlaps "
                + before
                + ", which ends at "
                + covered);
      }
      if (entry.begin() > covered) {
        throw new InvalidInputException(
            hole(place, covered, entry.begin(), "tensor " + entry.name()));
      }
      covered = entry.end();
      before = "tensor " + entry.name();
    }
    if (covered != dataBytes) {
      throw new InvalidInputException(hole(place, covered, dataBytes, "the end of the file"));
    }
  }

  private static String hole(String place, long from, long to, String before) {
    return place
        + ": bytes "
        + from
        + " to "
        + to
        + " of the data, before "
        + before
        + ", belong to no tensor; safetensors files have no holes. The file is damaged";
  }
}
