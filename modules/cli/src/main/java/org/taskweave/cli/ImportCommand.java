package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.Inputs;
import org.taskweave.onnx.foreign.OnnxImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description =
        "Turns an ONNX file of another program into a saved graph that can be a recipe's encoder or"
            + " a head's tower, proven by ONNX Runtime node by node.")
final class ImportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "An ONNX file.")
  private Path file;

  @Option(names = "--out", required = true, description = "The new file (.fb).")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!out.toString().endsWith(".fb")) {
      throw new InvalidInputException(
          "--out " + out + ": a saved graph ends in .fb, by which a recipe knows it");
    }
    new Inputs(List.of(file)).refuse("--out", out);
    OnnxImport.convert(file, out);
    PrintWriter print = spec.commandLine().getOut();
    print.println(
        out
            + ": computes what ONNX Runtime does. Name it as encoder.model (with the tokenizer"
            + " beside it) or as a task's tower.file.");
    print.flush();
    return 0;
  }
}
