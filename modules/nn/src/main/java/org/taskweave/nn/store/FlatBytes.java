package org.taskweave.nn.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.nn.store.FlatField.FlatTable;

/**
 * Walks a FlatBuffers file by its schema before a generated class reads it: every table, vector and
 * text lies within the file, texts are UTF-8, and no part is pointed to so often that reading it
 * would take more than the file's own size again. FlatBuffers' own verifier exists for C++ alone.
 */
final class FlatBytes {

  private static final int DEEPEST = 16;

  private final String place;
  private final ByteBuffer bytes;

  /** Bytes that may still be visited; parts may be shared, but not without end. */
  private long left;

  /** Told of each table that was found to be whole. */
  @FunctionalInterface
  interface Visitor {
    void visit(FlatTable kind, int at);
  }

  FlatBytes(String place, ByteBuffer bytes) {
    this.place = place;
    this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    this.left = 2L * bytes.limit() + 64;
  }

  /** Walks from the root. */
  void walk(FlatTable root, Visitor visitor) {
    table(root, target(0), 0, visitor);
  }

  private void table(FlatTable kind, int at, int depth, Visitor visitor) {
    if (depth > DEEPEST) {
      throw refusal("is nested too deeply");
    }
    requireWithin(at, Integer.BYTES);
    int slots = vtable(at);
    int slotBytes = unsignedShort(slots);
    int tableBytes = unsignedShort(slots + 2);
    if (slotBytes < 4 || slotBytes % 2 != 0 || tableBytes < 4) {
      throw refusal("has a damaged " + kind.name());
    }
    requireWithin(slots, slotBytes);
    requireWithin(at, tableBytes);
    spend(tableBytes);
    List<FlatField> fields = kind.fields();
    for (int slot = 0; slot < fields.size(); slot++) {
      int offset = offset(at, slot);
      if (offset == 0) {
        if (fields.get(slot).isRequired()) {
          throw refusal("has a " + kind.name() + " that lacks field " + slot);
        }
        continue;
      }
      if (offset < 4 || offset + fields.get(slot).inlineBytes() > tableBytes) {
        throw refusal("has a " + kind.name() + " whose field " + slot + " lies outside of it");
      }
      field(fields.get(slot), at + offset, depth, visitor);
    }
    visitor.visit(kind, at);
  }

  private void field(FlatField field, int at, int depth, Visitor visitor) {
    if (field instanceof FlatField.Text) {
      text(target(at));
    } else if (field instanceof FlatField.Numbers numbers) {
      vector(target(at), numbers.bytes());
    } else if (field instanceof FlatField.Texts) {
      int vector = target(at);
      int length = vector(vector, Integer.BYTES);
      for (int i = 0; i < length; i++) {
        text(target(vector + 4 + 4 * i));
      }
    } else if (field instanceof FlatField.Table one) {
      table(one.of().get(), target(at), depth + 1, visitor);
    } else if (field instanceof FlatField.Tables many) {
      int vector = target(at);
      int length = vector(vector, Integer.BYTES);
      for (int i = 0; i < length; i++) {
        table(many.of().get(), target(vector + 4 + 4 * i), depth + 1, visitor);
      }
    }
  }

  /** Position of a field in its table, counted from the table; 0 if it is not there. */
  int offset(int table, int slot) {
    int slots = vtable(table);
    int position = 4 + 2 * slot;
    return position + 2 <= unsignedShort(slots) ? unsignedShort(slots + position) : 0;
  }

  private int vtable(int table) {
    long at = (long) table - bytes.getInt(table);
    requireWithin(at, 4);
    return (int) at;
  }

  /** What an offset that stands somewhere points to. */
  int target(int at) {
    requireWithin(at, Integer.BYTES);
    long target = at + (bytes.getInt(at) & 0xffffffffL);
    requireWithin(target, Integer.BYTES);
    return (int) target;
  }

  /** Checks a vector and gives its length. */
  private int vector(int at, int elementBytes) {
    long length = bytes.getInt(at) & 0xffffffffL;
    requireWithin(at + 4L, length * elementBytes);
    spend(4 + length * elementBytes);
    return (int) length;
  }

  private void text(int at) {
    int length = vector(at, 1);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes.slice(at + 4, length));
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          place + " is no saved SameDiff graph: it has a name that is no text", e);
    }
  }

  private int unsignedShort(int at) {
    requireWithin(at, Short.BYTES);
    return bytes.getShort(at) & 0xffff;
  }

  private void requireWithin(long at, long length) {
    if (at < 0 || length < 0 || at + length > bytes.limit()) {
      throw refusal("points to a place outside of the file");
    }
  }

  private void spend(long count) {
    left -= count;
    if (left < 0) {
      throw refusal("points to its own parts again and again, to fill the memory");
    }
  }

  InvalidInputException refusal(String reason) {
    return new InvalidInputException(
        place + " is no saved SameDiff graph, or a damaged one: it " + reason);
  }
}
