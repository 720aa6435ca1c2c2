package org.taskweave.data.log;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.DataRecipe;

/**
 * Copies in the work folder of what DuckDB does not read as it should: text of another encoding
 * than UTF-8, and compressed files, whose checksums it does not check and which it reads in one
 * thread.
 */
final class PlainCopies {

  private final Charset encoding;
  private final RecipeSection section;
  private final Path workFolder;
  private final long mostBytes;

  /**
   * Copies of one recipe.
   *
   * @param mostBytes that a file may have decompressed
   */
  PlainCopies(String encodingName, RecipeSection section, Path workFolder, long mostBytes) {
    this.section = section;
    this.workFolder = workFolder;
    this.mostBytes = mostBytes;
    try {
      this.encoding = Charset.forName(encodingName);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new InvalidInputException(
          section.at("encoding")
              + ": \""
              + encodingName
              + "\" is no known encoding; use a name such as \"UTF-8\" or \"ISO-8859-1\".",
          e);
    }
  }

  /** The file itself if it is plain already, else a copy under the same name. */
  LogFile plain(LogFile file) {
    boolean inUtf8 =
        encoding.equals(StandardCharsets.UTF_8) || file.format() == DataRecipe.Format.PARQUET;
    if (inUtf8 && !file.gzipped()) {
      return file;
    }
    try {
      Path copy = Files.createTempFile(workFolder, "plain-", "");
      if (inUtf8) {
        copyBytes(file, copy);
      } else {
        copyText(file, copy);
      }
      return new LogFile(file.name(), copy, file.format(), false, file.header(), file.dialect());
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          section.at("encoding")
              + ": "
              + file.name()
              + " is not in "
              + encoding
              + "; name its encoding.",
          e);
    } catch (ZipException | EOFException e) {
      throw new InvalidInputException(
          file.name()
              + " cannot be read as "
              + file.format()
              + ": it is no whole gzip file ("
              + e.getMessage()
              + "): copy or compress it again.",
          e);
    } catch (IOException e) {
      throw new InvalidInputException(file.name() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void copyBytes(LogFile file, Path copy) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = file.open();
        OutputStream out = Files.newOutputStream(copy)) {
      long bytes = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
        requireFits(file, bytes);
        out.write(buffer, 0, read);
      }
    }
  }

  private void copyText(LogFile file, Path copy) throws IOException {
    char[] buffer = new char[1 << 16];
    try (BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    file.open(),
                    encoding
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        BufferedWriter writer = Files.newBufferedWriter(copy, StandardCharsets.UTF_8)) {
      long characters = 0;
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        characters += read;
        requireFits(file, characters);
        writer.write(buffer, 0, read);
      }
    }
  }

  private void requireFits(LogFile file, long bytes) {
    if (bytes > mostBytes) {
      throw new InvalidInputException(
          file.name()
              + " cannot be read: it is more than "
              + (mostBytes >> 20)
              + " MB decompressed: split it into several files.");
    }
  }
}
