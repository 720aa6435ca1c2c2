package org.taskweave.nn.store;

import java.util.List;
import java.util.function.Supplier;

/** What may stand in a slot of a FlatBuffers table. */
sealed interface FlatField {

  /** A number of some bytes, within the table. */
  record Scalar(int bytes) implements FlatField {}

  /** A text in UTF-8. */
  record Text(boolean required) implements FlatField {}

  /** A vector of numbers of some bytes each. */
  record Numbers(int bytes) implements FlatField {}

  /** A vector of texts. */
  record Texts() implements FlatField {}

  /** A table. */
  record Table(Supplier<FlatTable> of, boolean required) implements FlatField {}

  /** A vector of tables. */
  record Tables(Supplier<FlatTable> of) implements FlatField {}

  /**
   * A kind of table.
   *
   * @param name for messages
   * @param fields by slot; slots beyond them are never read
   */
  record FlatTable(String name, List<FlatField> fields) {
    FlatTable(String name, FlatField... fields) {
      this(name, List.of(fields));
    }
  }

  /** Bytes of the field within the table: the number, or the offset of what it points to. */
  default int inlineBytes() {
    return this instanceof Scalar scalar ? scalar.bytes() : Integer.BYTES;
  }

  /** Whether a table without it cannot be read. */
  default boolean isRequired() {
    return (this instanceof Text text && text.required())
        || (this instanceof Table table && table.required());
  }
}
