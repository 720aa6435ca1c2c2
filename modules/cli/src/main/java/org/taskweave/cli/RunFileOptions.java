package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.taskweave.core.file.AtomicFiles;
import picocli.CommandLine.Option;

/** Files that runs are written to besides the terminal. */
final class RunFileOptions {

  @Option(names = "--csv", paramLabel = "FILE", description = "Write the table as CSV, too.")
  private Path csv;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write one HTML file, too, that needs no other: the table, and for those that are ticked"
              + " recipe differences, metrics, and curves over each other.")
  private Path html;

  void write(Supplier<String> csvText, Supplier<String> htmlText, PrintWriter out) {
    write(csv, csvText, out);
    write(html, htmlText, out);
  }

  private static void write(Path file, Supplier<String> text, PrintWriter out) {
    if (file != null) {
      AtomicFiles.write(file, text.get());
      out.println("written: " + file);
    }
  }
}
