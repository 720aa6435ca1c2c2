package org.taskweave.data.log;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.DataRecipe;

/** Rewrites text files of another encoding as UTF-8, which is all that DuckDB reads everywhere. */
final class Utf8Copies {

  private final Charset encoding;
  private final Path workFolder;

  Utf8Copies(String encodingName, Path workFolder) {
    this.workFolder = workFolder;
    try {
      this.encoding = Charset.forName(encodingName);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new InvalidInputException(
          "data.encoding: \""
              + encodingName
              + "\" is no known encoding; use a name such as \"UTF-8\" or \"ISO-8859-1\".",
          e);
    }
  }

  /** The file itself if it is UTF-8 or no text, else a copy under the same name. */
  LogFile inUtf8(LogFile file) {
    if (encoding.equals(StandardCharsets.UTF_8) || file.format() == DataRecipe.Format.PARQUET) {
      return file;
    }
    try {
      Path copy = Files.createTempFile(workFolder, "utf8-", ".txt");
      try (BufferedReader reader =
              new BufferedReader(
                  new InputStreamReader(
                      file.open(),
                      encoding
                          .newDecoder()
                          .onMalformedInput(CodingErrorAction.REPORT)
                          .onUnmappableCharacter(CodingErrorAction.REPORT)));
          BufferedWriter writer = Files.newBufferedWriter(copy, StandardCharsets.UTF_8)) {
        reader.transferTo(writer);
      }
      return new LogFile(file.name(), copy, file.format(), false, file.header());
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "data.encoding: " + file.name() + " is not in " + encoding + "; name its encoding.", e);
    } catch (IOException e) {
      throw new InvalidInputException(file.name() + " cannot be read: " + e.getMessage(), e);
    }
  }
}
