package org.taskweave.core.memory;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.taskweave.core.InvalidInputException;

/**
 * Memory of one process. The launcher gives half of it to the Java heap; the model's numbers lie
 * outside of the heap, and the database that sorts a log does, too.
 *
 * @param megabytes all that the process may take
 */
public record MemoryBudget(long megabytes) {

  /** The system property that the launcher sets to what {@code --memory} says, as in "4g". */
  public static final String PROPERTY = "taskweave.memory";

  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})([gm])");
  private static final long LEAST = 1024;
  private static final long MOST_FOR_DATABASE = 2048;
  private static final double SHARE_OF_MACHINE = 0.75;

  /**
   * What {@code --memory} says; without it three quarters of the machine's memory, or of the
   * container's where that is less.
   */
  public static MemoryBudget ofProcess() {
    String given = System.getProperty(PROPERTY);
    return given == null
        ? new MemoryBudget(Math.max(LEAST, (long) (SHARE_OF_MACHINE * machineMegabytes())))
        : parse("-D" + PROPERTY + "=" + given, given);
  }

  /**
   * Reads a size.
   *
   * @param place to name in an error
   * @param text such as 4g or 1500m
   * @throws InvalidInputException if it is none, or below 1g
   */
  public static MemoryBudget parse(String place, String text) {
    Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new InvalidInputException(
          place + ": is no size of memory; write it as 4g or 1500m, a whole number");
    }
    long megabytes = Long.parseLong(size.group(1)) * (size.group(2).equals("g") ? 1024 : 1);
    if (megabytes < LEAST) {
      throw new InvalidInputException(
          place + ": nothing runs in so little memory: give at least 1g");
    }
    return new MemoryBudget(megabytes);
  }

  private static long machineMegabytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
        >> 20;
  }

  /** Above it DuckDB spills to the disk: a quarter, at most 2 GB. */
  public long databaseMegabytes() {
    return Math.min(MOST_FOR_DATABASE, megabytes / 4);
  }

  /**
   * Limits the memory outside of the heap: three quarters for the model's numbers, all of it for
   * the process. To be called before the first of these numbers is made; properties that are set
   * stay.
   */
  public void limitNatives() {
    setIfAbsent("org.bytedeco.javacpp.maxbytes", megabytes * 3 / 4 + "m");
    setIfAbsent("org.bytedeco.javacpp.maxphysicalbytes", megabytes + "m");
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
