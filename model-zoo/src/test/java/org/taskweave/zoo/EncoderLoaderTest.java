package org.taskweave.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;

class EncoderLoaderTest {

  @TempDir Path folder;

  @Test
  void aMistypedNameIsAnsweredWithTheNearest() {
    String message = refusal("all-MiniLM-L6");
    assertTrue(message.startsWith("model \"all-MiniLM-L6\": is no name of the zoo"), message);
    assertTrue(message.contains(folder.resolve("all-MiniLM-L6") + " does not exist"), message);
    assertTrue(message.contains("Did you mean all-minilm-l6-v2?"), message);
    assertTrue(message.contains("Names are all-minilm-l6-v2, bge-small-zh-v1.5;"), message);
    assertTrue(message.contains("Hugging Face folder"), message);
    assertTrue(message.contains(".onnx file works too"), message);
  }

  @Test
  void aNameUnlikeAnyIsNotGuessed() {
    String message = refusal("models/gpt2");
    assertFalse(message.contains("Did you mean"), message);
    assertTrue(message.contains("Names are all-minilm-l6-v2"), message);
  }

  @Test
  void anEmptyOrImpossibleNameIsRefused() {
    assertTrue(refusal(" ").contains("is no name of the zoo, which is empty"));
    assertTrue(refusal("a\0b").contains("and no path: Nul character"));
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws IOException {
    Files.createFile(folder.resolve("model.safetensors"));
    assertTrue(refusal("model.safetensors").contains("a file must be an .onnx file"));
  }

  @Test
  void anAbsolutePathNeedsNoBase() {
    String path = TinyBert.folder().toAbsolutePath().toString();
    assertEquals(path, EncoderLoader.load(path, folder).name());
  }

  private String refusal(String model) {
    return assertThrows(InvalidInputException.class, () -> EncoderLoader.load(model, folder))
        .getMessage();
  }
}
