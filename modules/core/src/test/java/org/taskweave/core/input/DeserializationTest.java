package org.taskweave.core.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The second wall: for the whole process, so nothing else in this module may read objects. */
class DeserializationTest {

  static final class Gadget implements Serializable {
    private static final long serialVersionUID = 1;
    static boolean ran;

    private void readObject(ObjectInputStream in) {
      ran = true;
    }
  }

  @Test
  void noObjectIsReadOnceItIsForbidden() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Gadget());
    }
    Deserialization.forbid();
    Deserialization.forbid();
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThrows(InvalidClassException.class, in::readObject);
    }
    assertFalse(Gadget.ran);
  }

  /** As Arbiter keeps a trial's values. */
  @Test
  void mapsOfPlainValuesAreRead() throws IOException, ClassNotFoundException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("rate", 1e-3);
    values.put("layers", 4);
    values.put("seed", 7L);
    values.put("frozen", true);
    values.put("levels", List.of(1, 2));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(values);
    }
    Deserialization.forbid();
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(values, in.readObject());
    }
  }
}
