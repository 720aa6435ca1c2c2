package org.taskweave.core.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.taskweave.core.InvalidInputException;

/** Whole files, up to a size that their kind never has. */
public final class BoundedFile {

  private BoundedFile() {}

  /**
   * The bytes of a file.
   *
   * @param place what to call it in errors
   * @throws InvalidInputException if it is missing, longer, or cannot be read
   */
  public static byte[] bytes(Path file, String place, int mostBytes) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(place + ": there is no such file");
    }
    try {
      long size = Files.size(file);
      if (size > mostBytes) {
        throw tooLong(place, size, mostBytes);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidInputException(place + ": cannot be read: " + e, e);
    }
  }

  /** As {@link #bytes}, as a text in UTF-8, which it must be. */
  public static String text(Path file, String place, int mostBytes) {
    return text(bytes(file, place, mostBytes), place);
  }

  /**
   * Bytes as a text in UTF-8.
   *
   * @throws InvalidInputException if they are none
   */
  public static String text(byte[] content, String place) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(place + ": is not UTF-8 text", e);
    }
  }

  static InvalidInputException tooLong(String place, long size, long mostBytes) {
    return new InvalidInputException(
        place
            + ": has "
            + size
            + " bytes, no such file has more than "
            + mostBytes
            + ". It is damaged, or made to fill the memory");
  }
}
