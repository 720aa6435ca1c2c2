package org.taskweave.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names for what is not finished: {@code .NAME~HOST-PROCESS-START~NUMBER}, hidden and with their
 * owner in them. Whoever takes a name in a folder first clears what dead processes left there.
 */
public final class Temporary {

  private static final Pattern NAME = Pattern.compile("\\..*~([0-9a-f-]+)~[0-9a-f]{8}");
  private static final int LONGEST_NAME = 100;

  /** Nothing is written for so long: what another machine's process left is no longer its own. */
  private static final Duration ABANDONED = Duration.ofDays(2);

  private static final SecureRandom RANDOM = new SecureRandom();

  private Temporary() {}

  /**
   * A name beside a file or folder that is to be written; nothing is there yet.
   *
   * @param target in a folder that exists
   */
  public static Path beside(Path target) {
    Path absolute = target.toAbsolutePath();
    return unused(absolute.getParent(), absolute.getFileName().toString());
  }

  /**
   * A new folder among the system's temporary files, for its owner's eyes alone.
   *
   * @param name what it is for
   */
  public static Path folder(String name) throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    boolean posix = parent.getFileSystem().supportedFileAttributeViews().contains("posix");
    while (true) {
      Path folder = unused(parent, name);
      try {
        return posix
            ? Files.createDirectory(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
            : Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        // Another number.
      }
    }
  }

  private static Path unused(Path folder, String name) {
    clear(folder);
    String shortName = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    String number = String.format(Locale.ROOT, "%08x", RANDOM.nextInt());
    return folder.resolve("." + shortName + "~" + Owner.current().token() + "~" + number);
  }

  /** Whether a name is one of these, so that the file under it is no one's result. */
  public static boolean isName(Path path) {
    return NAME.matcher(path.getFileName().toString()).matches();
  }

  /**
   * Deletes what dead processes of this user left in a folder. What cannot be read or deleted
   * stays: the next one tries again.
   */
  static void clear(Path folder) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, ".*~*~*")) {
      for (Path path : all) {
        clearIfLeft(path);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return;
    }
  }

  private static void clearIfLeft(Path path) {
    try {
      if (isLeft(path)) {
        AtomicFiles.delete(path);
      }
    } catch (IOException | UncheckedIOException e) {
      return;
    }
  }

  private static boolean isLeft(Path path) throws IOException {
    Matcher matcher = NAME.matcher(path.getFileName().toString());
    Optional<Owner> owner = matcher.matches() ? Owner.parse(matcher.group(1)) : Optional.empty();
    if (owner.isEmpty() || !isOfThisUser(path)) {
      return false;
    }
    return owner.get().isLocal()
        ? owner.get().isDead()
        : Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
            .toInstant()
            .isBefore(Instant.now().minus(ABANDONED));
  }

  private static boolean isOfThisUser(Path path) throws IOException {
    try {
      return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)
          .equals(
              path.getFileSystem()
                  .getUserPrincipalLookupService()
                  .lookupPrincipalByName(System.getProperty("user.name")));
    } catch (UserPrincipalNotFoundException | UnsupportedOperationException e) {
      return false;
    }
  }
}
