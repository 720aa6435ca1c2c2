package org.taskweave.zoo.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatFormatTest {

  /** Values worked by hand from sign, exponent - 15 and fraction / 1024. */
  @ParameterizedTest
  @CsvSource({
    "0x3C00, 1.0",
    "0xC000, -2.0",
    "0x3E00, 1.5",
    "0x3555, 0.333251953125", // 2^-2 * (1 + 341/1024)
    "0x7BFF, 65504.0",
    "0x0400, 0.00006103515625", // 2^-14, the least normal
    "0x0001, 5.9604644775390625E-8", // 2^-24, the least subnormal
    "0x8001, -5.9604644775390625E-8",
    "0x03FF, 0.00006097555160522461", // 1023 * 2^-24
    "0x0000, 0.0",
    "0x7C00, Infinity",
    "0xFC00, -Infinity"
  })
  void aHalfIsExactAsAFloat(String bits, float value) {
    assertEquals(value, FloatFormat.halfToFloat((short) Integer.decode(bits).intValue()));
  }

  @ParameterizedTest
  @CsvSource({
    "0x3F80, 1.0",
    "0xC000, -2.0",
    "0x3FC0, 1.5",
    "0x3EAB, 0.333984375", // 2^-2 * (1 + 43/128)
    "0x4049, 3.140625", // 2 * (1 + 73/128)
    "0x7F80, Infinity"
  })
  void aBfloat16IsExactAsAFloat(String bits, float value) {
    assertEquals(value, FloatFormat.bfloat16ToFloat((short) Integer.decode(bits).intValue()));
  }

  @ParameterizedTest
  @CsvSource({"0x7E00", "0xFE01"})
  void aHalfNanStaysNan(String bits) {
    assertTrue(Float.isNaN(FloatFormat.halfToFloat((short) Integer.decode(bits).intValue())));
  }

  @ParameterizedTest
  @CsvSource({"0x8000"})
  void minusZeroKeepsItsSign(String bits) {
    short pattern = (short) Integer.decode(bits).intValue();
    assertEquals(0x80000000, Float.floatToRawIntBits(FloatFormat.halfToFloat(pattern)));
  }
}
