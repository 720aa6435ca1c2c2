package org.taskweave.core.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.taskweave.core.InvalidInputException;

/**
 * The entries of a zip file: each name once and without a path, each as long as it says, and not
 * much longer than what it was packed into.
 */
public final class ZipContent implements AutoCloseable {

  /** Weights hardly shrink, texts to a tenth, zeros to a thousandth. */
  private static final long MOST_EXPANSION = 100;

  /** Small entries may be as repetitive as they like. */
  private static final long FREE_BYTES = 1 << 20;

  private static final int MOST_ENTRIES = 1000;

  private final String place;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

  private ZipContent(String place, ZipFile zip) {
    this.place = place;
    this.zip = zip;
  }

  /**
   * Opens a zip file.
   *
   * @param place what to call it in errors
   * @throws InvalidInputException if it is none, or its list of entries is not as described above
   */
  public static ZipContent open(Path file, String place) {
    ZipContent content;
    try {
      content = new ZipContent(place, new ZipFile(file.toFile()));
    } catch (ZipException | IllegalArgumentException e) {
      throw new InvalidInputException(place + ": no readable zip file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InvalidInputException(place + ": cannot be read: " + e, e);
    }
    try {
      content.list(file.toFile().length());
      return content;
    } catch (RuntimeException e) {
      content.close();
      throw e;
    }
  }

  private void list(long fileBytes) {
    long packed = 0;
    try {
      Enumeration<? extends ZipEntry> all = zip.entries();
      while (all.hasMoreElements()) {
        ZipEntry entry = all.nextElement();
        packed += Math.max(0, entry.getCompressedSize());
        add(entry);
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(place + ": its list of entries is damaged: " + e, e);
    }
    if (packed > fileBytes) {
      throw new InvalidInputException(
          place + ": its entries overlap, as in a file that is made to fill the disk");
    }
  }

  private void add(ZipEntry entry) {
    String name = entry.getName();
    if (name.isEmpty() || name.equals("..") || name.matches("(?s).*[/\\\\\\x00].*")) {
      throw new InvalidInputException(
          place + ": the entry \"" + name + "\" has a path, which no bundle has");
    }
    if (entries.put(name, entry) != null) {
      throw new InvalidInputException(place + ": has the entry \"" + name + "\" twice");
    }
    if (entries.size() > MOST_ENTRIES) {
      throw new InvalidInputException(place + ": has more than " + MOST_ENTRIES + " entries");
    }
    long size = entry.getSize();
    long packed = entry.getCompressedSize();
    if (size < 0 || packed < 0) {
      throw new InvalidInputException(place + ": does not say how long \"" + name + "\" is");
    }
    if (size > FREE_BYTES && size / MOST_EXPANSION > packed) {
      throw new InvalidInputException(
          place
              + ": \""
              + name
              + "\" would grow from "
              + packed
              + " to "
              + size
              + " bytes, more than a hundredfold: it is made to fill the disk");
    }
  }

  /** Names of the entries, in their order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** Whether there is such an entry. */
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /** Refuses entries of other names. */
  public void requireOnly(Set<String> known) {
    for (String name : entries.keySet()) {
      if (!known.contains(name)) {
        throw new InvalidInputException(
            place
                + ": has the entry \""
                + name
                + "\", which this program never writes and will not read");
      }
    }
  }

  /** Length of an entry in bytes, unpacked. */
  public long size(String name) {
    return entry(name).getSize();
  }

  /** What to call an entry in errors. */
  public String place(String name) {
    return place + ": " + name;
  }

  /** Reads an entry. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Must read all of it: what is left over is a mistake in the file. */
    T read(InputStream in) throws IOException;
  }

  /**
   * Reads an entry.
   *
   * @throws InvalidInputException if there is none of that name, or it is not what the list of
   *     entries says of it
   */
  public <T> T read(String name, Reader<T> reader) {
    ZipEntry entry = entry(name);
    try (InputStream packed = zip.getInputStream(entry);
        CheckedInputStream in =
            new CheckedInputStream(
                new ExactLength(packed, entry.getSize(), place(name)), new CRC32())) {
      T result = reader.read(in);
      if (in.read() >= 0) {
        throw new InvalidInputException(place(name) + " has more in it than belongs there");
      }
      if (in.getChecksum().getValue() != entry.getCrc()) {
        throw new InvalidInputException(place(name) + " is damaged: its checksum is another");
      }
      return result;
    } catch (IOException e) {
      throw new InvalidInputException(place(name) + " is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Reads an entry whole.
   *
   * @throws InvalidInputException as {@link #read}, or if it is longer than allowed
   */
  public byte[] bytes(String name, int mostBytes) {
    long size = size(name);
    if (size > mostBytes) {
      throw BoundedFile.tooLong(place(name), size, mostBytes);
    }
    return read(name, in -> in.readNBytes((int) size));
  }

  private ZipEntry entry(String name) {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw new InvalidInputException(place + ": has no entry \"" + name + "\"");
    }
    return entry;
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new InvalidInputException(place + ": cannot be closed: " + e, e);
    }
  }
}
