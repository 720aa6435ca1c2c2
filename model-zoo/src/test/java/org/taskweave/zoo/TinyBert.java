package org.taskweave.zoo;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The golden two-layer BERT (made by PyTorch), and folders that differ from it in one thing. */
public final class TinyBert {

  private TinyBert() {}

  public static Path folder() {
    try {
      return Path.of(TinyBert.class.getResource("/golden/tiny-bert").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<TensorBytes> tensors() throws IOException {
    return SafetensorsFixture.read(folder().resolve("model.safetensors"));
  }

  /** Copies config.json and vocab.txt. */
  static Path copyWithoutWeights(Path to) throws IOException {
    for (String file : List.of("config.json", "vocab.txt")) {
      Files.copy(folder().resolve(file), to.resolve(file));
    }
    return to;
  }

  static Path copyWith(Path to, List<TensorBytes> tensors) throws IOException {
    SafetensorsFixture.write(copyWithoutWeights(to).resolve("model.safetensors"), tensors);
    return to;
  }
}
