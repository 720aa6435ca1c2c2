package org.taskweave.data.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.taskweave.core.InvalidInputException;

/**
 * Times as written in logs, where the same one often comes many times in a row. Text: a date with
 * "-" or "/", year first, optionally a time of day after a space or T, with fractions, optionally
 * an offset or Z; without an offset it is local to the recipe's zone, a date alone is its midnight.
 * Numbers: seconds since the epoch below 1e11 in absolute value, milliseconds below 1e14; larger
 * ones, and dates as far from 1970, are no time.
 */
public final class TimestampParser {

  private static final double SECONDS_BELOW = 1e11;
  private static final double MILLIS_BELOW = 1e14;

  private static final DateTimeFormatter ISO_LIKE =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-M-d")
          .optionalStart()
          .appendPattern("['T'][' ']")
          .appendValue(ChronoField.HOUR_OF_DAY, 1, 2, SignStyle.NOT_NEGATIVE)
          .appendPattern(":mm")
          .optionalStart()
          .appendPattern(":ss")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
          .optionalEnd()
          .optionalEnd()
          .appendPattern("[' '][XXX][XX][X]")
          .optionalEnd()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final ZoneId zone;
  private String lastText = "";
  private OptionalLong lastTime = OptionalLong.empty();

  /**
   * A parser; not thread-safe.
   *
   * @param timeZone of times without an offset
   */
  public TimestampParser(String timeZone) {
    try {
      this.zone = ZoneId.of(timeZone);
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          "data.timeZone: \""
              + timeZone
              + "\" is no time zone; use a name such as \"UTC\" or \"Europe/London\".",
          e);
    }
  }

  /** Milliseconds since the epoch; empty when the text is no time. */
  public OptionalLong parse(String text) {
    if (!text.equals(lastText)) {
      lastTime = parseAnew(text);
      lastText = text;
    }
    return lastTime;
  }

  private OptionalLong parseAnew(String text) {
    String stripped = text.strip();
    Optional<LocalDateTime> plain = PlainTime.of(stripped);
    if (plain.isPresent()) {
      return inRange(plain.get().atZone(zone).toInstant());
    }
    if (NumberText.isNumber(stripped)) {
      return ofEpochNumber(Double.parseDouble(stripped));
    }
    try {
      TemporalAccessor parsed =
          ISO_LIKE.parseBest(
              stripped.replace('/', '-'),
              OffsetDateTime::from,
              LocalDateTime::from,
              LocalDate::from);
      if (parsed instanceof OffsetDateTime exact) {
        return inRange(exact.toInstant());
      }
      LocalDateTime local =
          parsed instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(parsed);
      return inRange(local.atZone(zone).toInstant());
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  /** Times so far from 1970 are mistakes: some 3,000 years. */
  static boolean isInRange(long millis) {
    return Math.abs((double) millis) < MILLIS_BELOW;
  }

  private static OptionalLong inRange(Instant time) {
    double seconds = time.getEpochSecond();
    return Math.abs(seconds * 1000) < MILLIS_BELOW
        ? OptionalLong.of(time.toEpochMilli())
        : OptionalLong.empty();
  }

  /** Seconds or milliseconds since the epoch, told apart by size. */
  public OptionalLong ofEpochNumber(double number) {
    double size = Math.abs(number);
    if (size < SECONDS_BELOW) {
      return OptionalLong.of(Math.round(number * 1000));
    }
    return size < MILLIS_BELOW ? OptionalLong.of(Math.round(number)) : OptionalLong.empty();
  }

  /** A local time given as if it were UTC, in milliseconds. */
  long ofLocalMillis(long localMillis) {
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(localMillis, 1000L),
            (int) Math.floorMod(localMillis, 1000L) * 1_000_000,
            ZoneOffset.UTC);
    return local.atZone(zone).toInstant().toEpochMilli();
  }
}
