package org.taskweave.robustness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.text.EventRenderer;
import org.taskweave.data.text.SequenceTokenizer;
import org.taskweave.data.text.TokenBudget;
import org.taskweave.nn.attach.KerasFile;
import org.taskweave.nn.tower.GraphTower;
import org.taskweave.onnx.score.RuntimeOptions;
import org.taskweave.onnx.score.ServedModel;
import org.taskweave.recommend.Recommender;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.zoo.EncoderLoader;

/** All kinds of files, by the name of the folder that has honest ones. */
final class Subjects {

  private static final List<String> CONTEXT =
      List.of("recipe.yaml", "preprocessing.json", "tokenizer.json", "catalog.jsonl");

  private static final List<String> BUNDLE =
      List.of("recipe.yaml", "preprocessing.json", "tokenizer.json", "catalog.jsonl", "run.json");

  private Subjects() {}

  static List<Subject> all() {
    return List.of(
        new Subject(
            "safetensors", List.of("model.safetensors"), false, Subject::bytes, Subjects::encoder),
        new Subject("config", List.of("config.json"), false, Subject::bytes, Subjects::encoder),
        new Subject(
            "tokenizer", List.of("tokenizer.json"), false, Subject::bytes, Subjects::encoder),
        new Subject(
            "onnx-encoder", List.of("model.onnx"), false, Subject::bytes, Subjects::onnxEncoder),
        new Subject("bundle", BUNDLE, false, Seals::bundle, Subjects::bundle),
        new Subject(
            "bundle-sealed", with(BUNDLE, "model.zip"), true, Subject::bytes, Subjects::bundle),
        new Subject("manifest", List.of("manifest.json"), false, Subject::bytes, Subjects::bundle),
        new Subject("model-zip", List.of("model.zip"), false, Seals::model, Subjects::bundle),
        new Subject("export", List.of("model.onnx"), false, Seals::export, Subjects::served),
        new Subject("export-context", CONTEXT, false, Seals::export, Subjects::served),
        new Subject(
            "export-sealed", with(CONTEXT, "model.onnx"), true, Subject::bytes, Subjects::served),
        new Subject("graph", List.of("tower.fb"), false, Subject::bytes, Subjects::graph),
        new Subject("keras", List.of("tower.h5"), false, Subject::bytes, Subjects::keras));
  }

  private static List<String> with(List<String> files, String one) {
    List<String> all = new ArrayList<>(files);
    all.add(one);
    return all;
  }

  static Subject named(String name) {
    return all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static void encoder(Path folder) {
    PretrainedEncoder encoder = EncoderLoader.load(folder.toString(), folder);
    TokenBudget budget = new TokenBudget(24, 4, 6);
    try (SequenceTokenizer tokenizer = new SequenceTokenizer(encoder.tokenizerJson(), budget)) {
      tokenizer.tokenize(events().subList(0, 2), new EventRenderer("{action} {text}", List.of()));
    }
  }

  private static void onnxEncoder(Path folder) {
    EncoderLoader.load(folder.resolve("model.onnx").toString(), folder);
  }

  private static void bundle(Path folder) {
    try (ModelBundle bundle = ModelBundle.load(folder)) {
      Recommender recommender = new Recommender(bundle);
      recommender.predict(recommender.users(events()));
    }
  }

  private static void served(Path folder) {
    try (ServedModel model =
        ServedModel.open(folder.resolve("model.onnx"), new RuntimeOptions(1, true))) {
      Recommender recommender = new Recommender(model.context(), model.scorer());
      recommender.predict(recommender.users(events()));
    }
  }

  private static void graph(Path folder) {
    GraphTower.read(folder.resolve("tower.fb"));
  }

  private static void keras(Path folder) {
    KerasFile.read(folder.resolve("tower.h5"));
  }

  /** Five users of the small log's kind. */
  private static List<BehaviorEvent> events() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      events.add(
          new BehaviorEvent(
              "u" + i % 5,
              "i" + i % 4,
              i % 3 == 0 ? "view" : "buy",
              1_706_000_000_000L + i * 3_600_000L,
              Optional.of(i % 2 == 0 ? "the red mug" : "set of b"),
              Optional.of("b" + i),
              Map.of("price", 1.0 + i)));
    }
    return events;
  }
}
