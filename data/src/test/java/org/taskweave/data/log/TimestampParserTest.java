package org.taskweave.data.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampParserTest {

  private final TimestampParser utc = new TimestampParser("UTC");

  @ParameterizedTest
  @CsvSource({
    "2010-12-01 08:26:00, 2010-12-01T08:26:00Z",
    "2010-12-01T08:26, 2010-12-01T08:26:00Z",
    "2010/12/1 8:26, 2010-12-01T08:26:00Z",
    "2010-12-01, 2010-12-01T00:00:00Z",
    "2010-12-01T08:26:00.25Z, 2010-12-01T08:26:00.250Z",
    "2010-12-01 08:26:00+02, 2010-12-01T06:26:00Z",
    "2010-12-01 08:26:00 -0330, 2010-12-01T11:56:00Z",
    "2010-12-01T08:26:00+02:00, 2010-12-01T06:26:00Z",
    "1291191960, 2010-12-01T08:26:00Z",
    "1291191960.5, 2010-12-01T08:26:00.500Z",
    "1291191960000, 2010-12-01T08:26:00Z",
    "-1, 1969-12-31T23:59:59Z",
  })
  void understands(String text, String expected) {
    assertEquals(OptionalLong.of(Instant.parse(expected).toEpochMilli()), utc.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12/1/2010 8:26", "2010-13-01", "2011-02-29", "soon", "nan", "1291191960000000"})
  void refuses(String text) {
    assertEquals(OptionalLong.empty(), utc.parse(text));
  }

  @Test
  void localTimesAreInTheZoneSummerTimeIncluded() {
    TimestampParser london = new TimestampParser("Europe/London");
    assertEquals(
        OptionalLong.of(Instant.parse("2011-07-01T11:00:00Z").toEpochMilli()),
        london.parse("2011-07-01 12:00"));
    assertEquals(
        Instant.parse("2011-07-01T11:00:00Z").toEpochMilli(),
        london.ofLocalMillis(Instant.parse("2011-07-01T12:00:00Z").toEpochMilli()));
  }

  /** A T between day and time is read by the pattern, a space by the places. */
  @Property(tries = 2000)
  void placesSayWhatThePatternSays(
      @ForAll @IntRange(min = 0, max = 9999) int year,
      @ForAll @IntRange(min = 0, max = 13) int month,
      @ForAll @IntRange(min = 0, max = 32) int day,
      @ForAll @IntRange(min = 0, max = 25) int hour,
      @ForAll @IntRange(min = 0, max = 61) int minute) {
    TimestampParser london = new TimestampParser("Europe/London");
    String text =
        String.format("%04d-%02d-%02d %02d:%02d:%02d", year, month, day, hour, minute, day);
    assertEquals(london.parse(text.replace(' ', 'T')), london.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2010-12-01 08:26:0x", "2010-12-01_08:26:00", "٢٠١٠-12-01 08:26:00"})
  void refusesOtherSignsInTheCommonForm(String text) {
    assertEquals(OptionalLong.empty(), utc.parse(text));
  }
}
