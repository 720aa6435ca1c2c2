package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decoder from its folder through pretraining, training and export. */
class PretrainCommandTest {

  @TempDir Path folder;

  private static Path decoder() {
    return Path.of(SmallLog.tinyBert()).resolveSibling("tiny-qwen2");
  }

  private static CommandRun done(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(0, run.exitCode(), run.err());
    return run;
  }

  @Test
  void aDecoderIsPretrainedTrainedAndExported() throws IOException {
    Path recipe = SmallLog.write(folder);
    Path language = folder.resolve("language");
    CommandRun pretrained =
        done(
            "pretrain",
            recipe,
            "--out",
            language,
            "--epochs=2",
            "--learning-rate=5e-3",
            "--max-tokens=16",
            "--held-out=0.2",
            "--set",
            "encoder.model=" + decoder());
    assertTrue(pretrained.out().contains("The loss fell by "), pretrained.out());
    assertTrue(Files.exists(language.resolve("report.json")));
    assertEquals(
        pretrained.out().substring(pretrained.out().indexOf("held out   ")),
        after(done("pretrain", "--resume", language).out(), "held out   "));
    Path run = folder.resolve("run");
    done(
        "train",
        recipe,
        "--out",
        run,
        "--set",
        "encoder.model=" + language.resolve("model"),
        "--set",
        "encoder.pooling=last");
    assertTrue(Files.exists(run.resolve("checkpoint")));
    CommandRun export =
        done(
            "export",
            run.resolve("bundle"),
            "--out",
            folder.resolve("serve/model.onnx"),
            "--quarantine",
            folder.resolve("quarantine"));
    assertTrue(export.out().contains("greatest difference"), export.out());
  }

  private static String after(String text, String from) {
    return text.substring(text.indexOf(from));
  }

  @Test
  void mistakesAreToldBeforeAnythingIsRead() throws IOException {
    Path recipe = SmallLog.write(folder);
    assertMistake("--resume FOLDER", "pretrain");
    assertMistake("--out FOLDER", "pretrain", recipe);
    assertMistake("--epochs", "pretrain", "--resume", folder, "--epochs=2");
    assertMistake("maskShare: 1.5", "pretrain", recipe, "--out", folder, "--mask-share=1.5");
    assertMistake("the folder is not empty", "pretrain", recipe, "--out", folder);
    assertMistake(
        "--max-tokens 4000",
        "pretrain",
        recipe,
        "--max-tokens=4000",
        "--out",
        folder.resolve("long"));
  }

  private static void assertMistake(String words, Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains(words), run.err());
  }
}
