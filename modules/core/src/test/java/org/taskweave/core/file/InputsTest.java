package org.taskweave.core.file;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;

class InputsTest {

  @TempDir Path folder;

  @Test
  void anInputIsNoOutput() throws IOException {
    Path log = Files.writeString(folder.resolve("log.csv"), "user");
    Path bundle = Files.createDirectory(folder.resolve("bundle"));
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), log);
    Path twice = Files.createLink(folder.resolve("twice.csv"), log);
    Path same = Files.createSymbolicLink(folder.resolve("same"), folder);
    Inputs inputs = new Inputs(List.of(log, bundle, folder.resolve("missing.csv")));
    for (Path output :
        List.of(
            log,
            folder.resolve(".").resolve("log.csv"),
            link,
            twice,
            same.resolve("log.csv"),
            bundle,
            bundle.resolve("new.csv"),
            same.resolve("bundle").resolve("new.csv"))) {
      String message =
          assertThrows(
                  InvalidInputException.class, () -> inputs.refuse("--out", output), "" + output)
              .getMessage();
      assertTrue(message.startsWith("--out " + output + ": would be written over "), message);
    }
    inputs.refuse("--out", folder.resolve("new.csv"));
    inputs.refuse("--out", folder.resolve("new").resolve("log.csv"));
    inputs.refuse("--out", folder.resolve("bundle-2"));
    inputs.refuse("--out", folder.resolve("missing.csv"));
  }
}
