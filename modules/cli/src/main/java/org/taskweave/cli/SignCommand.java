package org.taskweave.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.taskweave.core.input.FileSignature;
import org.taskweave.onnx.graph.FileSeal;
import org.taskweave.training.bundle.ModelBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sign",
    description = {
      "Signs a bundle or an exported file, so that others can tell who made it (--verify).",
      "The signature lies in a file of its own, named like the sealed file with .sig added."
    })
final class SignCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "A bundle's folder or zip file, or an .onnx file.")
  private Path file;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description =
          "An Ed25519 private key (PEM), as \"openssl genpkey -algorithm ed25519\" makes.")
  private Path key;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Path sealed = sealed();
    FileSignature.sign(sealed, key);
    spec.commandLine().getOut().println(sealed + FileSignature.SUFFIX);
    spec.commandLine().getOut().flush();
    return 0;
  }

  /** Nobody should sign what is damaged already. */
  private Path sealed() {
    if (file.getFileName().toString().endsWith(".onnx")) {
      FileSeal.requireIntactFolder(file);
      return file;
    }
    ModelBundle.load(file).close();
    return ModelBundle.seal(file);
  }
}
