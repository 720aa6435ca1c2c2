package org.taskweave.training.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;

/**
 * A folder (or zip file) of files that belong together: written as a whole or not at all, and
 * refused when it is not whole, not what was asked for, or of another version.
 *
 * @param format what kind of folder it is, for instance "taskweave-bundle"
 * @param version of that format
 */
public record SealedFolder(String format, int version) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Lets a writer fill a new folder beside the target, seals it with a manifest and moves it there;
   * a target that exists is replaced. A target ending in ".zip" becomes a zip file.
   */
  public void write(Path target, Consumer<Path> writer) {
    Path absolute = target.toAbsolutePath();
    try {
      Files.createDirectories(absolute.getParent());
      Path folder = Files.createDirectory(Temporary.beside(absolute));
      try {
        writer.accept(folder);
        seal(folder);
        if (isZip(absolute)) {
          AtomicFiles.write(absolute, part -> FolderZip.pack(folder, part));
        } else {
          ReplacedFolder.of(absolute).replaceBy(folder);
        }
      } finally {
        AtomicFiles.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the " + format + " " + target, e);
    }
  }

  /**
   * Checks a folder or zip file and lets a reader read its files; a zip is unpacked to a temporary
   * folder, which is deleted after that.
   *
   * @return what the reader returns
   * @throws InvalidInputException if it is of no such format, of another version, or damaged
   */
  public <T> T read(Path named, Function<Path, T> reader) {
    Path path =
        found(named)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        named
                            + ": there is no such file or folder; a "
                            + format
                            + " was expected"));
    try {
      if (Files.isDirectory(path)) {
        check(path, path);
        return reader.apply(path);
      }
      Path folder = Temporary.folder(format);
      try {
        FolderZip.unpack(path, folder);
        check(path, folder);
        return reader.apply(folder);
      } finally {
        AtomicFiles.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the " + format + " " + path, e);
    }
  }

  private void check(Path path, Path folder) throws IOException {
    Path file = folder.resolve(Manifest.FILE);
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          path
              + ": no "
              + Manifest.FILE
              + " in it, so it is no "
              + format
              + ". Maybe you meant a folder inside it.");
    }
    Manifest manifest;
    try {
      manifest = JSON.readValue(file.toFile(), Manifest.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          path + ": " + Manifest.FILE + " is damaged: " + e.getOriginalMessage(), e);
    }
    if (!format.equals(manifest.format()) || manifest.version() != version) {
      throw new InvalidInputException(
          path
              + ": format "
              + manifest.format()
              + " version "
              + manifest.version()
              + ", but this program reads "
              + format
              + " version "
              + version
              + ". Train again, or use the program that wrote it.");
    }
    List<String> damaged = new ArrayList<>();
    for (Map.Entry<String, String> entry : manifest.sha256().entrySet()) {
      Path part = folder.resolve(entry.getKey());
      if (!Files.exists(part)) {
        damaged.add(entry.getKey() + " is missing");
      } else if (!sha256(part).equals(entry.getValue())) {
        damaged.add(entry.getKey() + " has other content than was written (SHA-256 differs)");
      }
    }
    if (!damaged.isEmpty()) {
      throw new InvalidInputException(
          path
              + ": the "
              + format
              + " is damaged: "
              + String.join("; ", damaged)
              + ". Copy it again from where it was written.");
    }
  }

  private void seal(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        hashes.put(file.getFileName().toString(), sha256(file));
      }
    }
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve(Manifest.FILE).toFile(), new Manifest(format, version, hashes));
  }

  /** SHA-256 of a file, hexadecimal. */
  static String sha256(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static boolean isZip(Path path) {
    return path.getFileName().toString().endsWith(".zip");
  }

  /**
   * Where a folder or zip file is found by its name: there, or, after a kill in the middle of its
   * replacement, where the one before it was put aside.
   */
  public static Optional<Path> found(Path path) {
    return Files.exists(path) ? Optional.of(path) : ReplacedFolder.of(path).aside();
  }
}
