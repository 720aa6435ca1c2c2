package org.taskweave.training.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.training.run.PlantedLog;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.TrainingData;
import org.taskweave.zoo.EncoderLoader;
import org.taskweave.zoo.LanguageModelFolder;

class PretrainingRunTest {

  private static final PretrainingSettings SETTINGS =
      new PretrainingSettings(3, 1, 5e-3, 16, 24, 0, 0.2, 0.15, true, 0.1);

  @TempDir Path temporary;

  private final List<BehaviorEvent> events = PlantedLog.events(160, 6);

  private static Recipe recipe(String model) {
    Path folder = Path.of("src", "test", "resources", "golden", model).toAbsolutePath();
    return PlantedLog.recipe(PlantedLog.RED, "encoder.model=" + folder);
  }

  private TrainingData data(Recipe recipe) {
    return TrainingData.of(recipe, events, RunListener.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-bert", "tiny-gpt2", "tiny-qwen2"})
  void theLossFallsAndTheFolderIsAnEncoder(String model) {
    Recipe recipe = recipe(model);
    Path folder = temporary.resolve(model);
    PretrainingReport report =
        new PretrainingRun(recipe, SETTINGS, folder, PretrainingListener.SILENT).run(data(recipe));
    assertTrue(
        report.heldOutLoss() < 0.8 * report.startLoss(),
        () -> report.startLoss() + " became " + report.heldOutLoss());
    assertEquals(model.equals("tiny-bert"), report.freshHead());
    PretrainedEncoder before = EncoderLoader.load(recipe.encoder().model(), Path.of(""));
    PretrainedEncoder after =
        EncoderLoader.load(PretrainingRun.model(folder).toString(), Path.of(""));
    assertEquals(before.config(), after.config());
    assertEquals(before.tokenizerJson(), after.tokenizerJson());
    assertFalse(before.sha256().equals(after.sha256()));
    assertFalse(Files.exists(folder.resolve("checkpoint")));
    assertFalse(
        LanguageModelFolder.load(PretrainingRun.model(folder).toString(), Path.of(""))
            .head()
            .isFresh());
    assertEquals(report, PretrainingRun.resume(folder, data(recipe), PretrainingListener.SILENT));
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void aKilledPretrainingEndsTheSame() throws Exception {
    Recipe recipe = recipe("tiny-bert");
    Path whole = temporary.resolve("whole");
    PretrainingReport expected =
        new PretrainingRun(recipe, SETTINGS, whole, PretrainingListener.SILENT).run(data(recipe));
    Path killed = temporary.resolve("killed");
    PretrainingListener killer =
        new PretrainingListener() {
          @Override
          public void epochGuessed(PretrainingReport.Epoch epoch, boolean best) {
            if (epoch.number() == 2) {
              throw new Killed();
            }
          }
        };
    assertThrows(
        Killed.class, () -> new PretrainingRun(recipe, SETTINGS, killed, killer).run(data(recipe)));
    assertFalse(Files.exists(PretrainingRun.model(killed)));
    assertTrue(
        assertThrows(
                InvalidInputException.class,
                () -> new PretrainingRun(recipe, SETTINGS, killed, killer).run(data(recipe)))
            .getMessage()
            .contains("pretrain --resume"));
    PretrainingReport resumed =
        PretrainingRun.resume(killed, data(recipe), PretrainingListener.SILENT);
    assertEquals(losses(expected), losses(resumed));
    assertEquals(
        Files.mismatch(
            PretrainingRun.model(whole).resolve("model.safetensors"),
            PretrainingRun.model(killed).resolve("model.safetensors")),
        -1);
    TrainingData other =
        TrainingData.of(recipe, events.subList(0, events.size() - 10), RunListener.NONE);
    Path again = temporary.resolve("again");
    assertThrows(
        Killed.class, () -> new PretrainingRun(recipe, SETTINGS, again, killer).run(data(recipe)));
    assertTrue(
        assertThrows(
                InvalidInputException.class,
                () -> PretrainingRun.resume(again, other, PretrainingListener.SILENT))
            .getMessage()
            .contains(other.hash()));
  }

  private static List<Double> losses(PretrainingReport report) {
    return report.epochs().stream().map(PretrainingReport.Epoch::heldOutLoss).toList();
  }

  /** What only users of the dev and test splits have is never read; long histories are cut. */
  @Test
  void textsAreOfTrainingUsersAlone() {
    Recipe recipe = recipe("tiny-bert");
    List<BehaviorEvent> marked = new ArrayList<>();
    Set<String> training = new HashSet<>();
    events.stream()
        .filter(event -> "train".equals(event.attributes().get("split")))
        .forEach(event -> training.add(event.user()));
    for (BehaviorEvent event : events) {
      boolean trains = training.contains(event.user());
      marked.add(
          new BehaviorEvent(
              event.user(),
              event.item() + (trains ? "" : "other"),
              event.action(),
              event.timestampMillis(),
              Optional.of(trains ? "red mug" : "set"),
              Optional.empty(),
              event.attributes()));
    }
    PretrainedEncoder encoder = EncoderLoader.load(recipe.encoder().model(), Path.of(""));
    TrainingData data = TrainingData.of(recipe, marked, RunListener.NONE);
    PretrainingSettings small = new PretrainingSettings(1, 1, 1e-3, 4, 8, 0, 0.2, 0.15, false, 0);
    TextCorpus corpus = TextCorpus.of(recipe, data, encoder.tokenizerJson(), small);
    Set<Integer> ids = new HashSet<>();
    int events = 0;
    int histories = 0;
    for (List<EncodedExample> part : List.of(corpus.training(), corpus.heldOut())) {
      for (EncodedExample text : part) {
        assertTrue(text.length() <= 8, "no text is longer than asked");
        for (int id : text.tokenIds()) {
          ids.add(id);
        }
        events += (text.length() - 2) / 2;
        histories++;
      }
    }
    long trainingEvents = marked.stream().filter(event -> training.contains(event.user())).count();
    long items =
        marked.stream()
            .filter(event -> training.contains(event.user()))
            .map(BehaviorEvent::item)
            .distinct()
            .count();
    assertEquals(4, ids.size(), "two words and the frame");
    assertEquals(trainingEvents + items, events, "each event once, and each item");
    assertTrue(histories > training.size() + items, "long histories are several texts");
    assertTrue(corpus.heldOut().size() > 5 && corpus.training().size() > 20);
  }
}
