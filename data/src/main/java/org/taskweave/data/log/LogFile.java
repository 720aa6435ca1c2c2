package org.taskweave.data.log;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.taskweave.core.recipe.DataRecipe;

/**
 * One file to read.
 *
 * @param name as shown to people
 * @param path where its bytes are, in UTF-8 if it is a text file; not always the file named
 * @param header whether the first line of a CSV file names its columns
 * @param dialect of a CSV file; an empty delimiter is to be told by its first line
 */
record LogFile(
    String name,
    Path path,
    DataRecipe.Format format,
    boolean gzipped,
    boolean header,
    CsvDialect dialect) {

  /** Its bytes, decompressed. */
  InputStream open() throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    return gzipped ? new GZIPInputStream(bytes, 1 << 16) : bytes;
  }
}
