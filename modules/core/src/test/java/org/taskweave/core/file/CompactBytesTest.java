package org.taskweave.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompactBytesTest {

  @Test
  void whatIsWrittenIsRead() {
    CompactBytes bytes = new CompactBytes();
    bytes.text("an earlier record");
    bytes.clear();
    List<Integer> wholes = List.of(0, 127, 128, 1 << 30, Integer.MAX_VALUE, -1, Integer.MIN_VALUE);
    List<Long> signed = List.of(0L, -1L, 63L, -64L, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE);
    wholes.forEach(bytes::whole);
    signed.forEach(bytes::signed);
    bytes.real(-0.0);
    bytes.real(Float.MIN_VALUE);
    bytes.text("");
    bytes.text("\uD83D\uDE00 \u00e9".repeat(3000));
    ByteBuffer written = bytes.written();
    wholes.forEach(whole -> assertEquals(whole, CompactBytes.readWhole(written)));
    signed.forEach(number -> assertEquals(number, CompactBytes.readSigned(written)));
    assertEquals(-0.0, CompactBytes.readDouble(written));
    assertEquals(Float.MIN_VALUE, CompactBytes.readFloat(written));
    assertEquals("", CompactBytes.readText(written));
    assertEquals("\uD83D\uDE00 \u00e9".repeat(3000), CompactBytes.readText(written));
    assertFalse(written.hasRemaining());
  }

  @Test
  void sevenBitsTakeAByte() {
    CompactBytes bytes = new CompactBytes();
    bytes.whole(127);
    bytes.signed(-64);
    assertEquals(2, bytes.written().remaining());
    bytes.whole(128);
    bytes.signed(64);
    assertEquals(6, bytes.written().remaining());
  }
}
