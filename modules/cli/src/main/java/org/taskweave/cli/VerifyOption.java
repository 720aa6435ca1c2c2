package org.taskweave.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.taskweave.core.input.FileSignature;
import org.taskweave.training.bundle.ModelBundle;
import picocli.CommandLine.Option;

/** Whose bundles and exported files are read. */
final class VerifyOption {

  @Option(
      names = "--verify",
      paramLabel = "KEY",
      description =
          "Read nothing but what the owner of this Ed25519 public key (PEM) signed with \"taskweave"
              + " sign\" or \"export --sign\".")
  private Path key;

  /** Whose signature is asked for, if one is. */
  Optional<Path> key() {
    return Optional.ofNullable(key);
  }

  /** A bundle that is signed, if that is asked for. */
  ModelBundle load(Path bundle) {
    if (key != null) {
      FileSignature.verify(ModelBundle.seal(bundle), key);
    }
    return ModelBundle.load(bundle);
  }

  /** Refuses an exported file that is not signed, if that is asked for. */
  void require(Path exported) {
    if (key != null) {
      FileSignature.verify(exported, key);
    }
  }
}
