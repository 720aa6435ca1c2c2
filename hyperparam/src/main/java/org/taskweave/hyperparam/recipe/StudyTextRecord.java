package org.taskweave.hyperparam.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.file.JsonText;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.study.StudyText;

/** A study's texts in its database, so that it can go on wherever its files are now. */
final class StudyTextRecord {

  private static final String NAME = "study";
  private static final ObjectMapper JSON = new ObjectMapper();

  private StudyTextRecord() {}

  static void write(StudyDatabase database, StudyText text) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("yaml", text.yaml());
    parts.put("source", text.source().toString());
    parts.put("overrides", text.overrides());
    text.recipeYaml().ifPresent(yaml -> parts.put("recipeYaml", yaml));
    text.recipeSource().ifPresent(source -> parts.put("recipeSource", source.toString()));
    database.setting(NAME, JsonText.of(JSON, parts));
  }

  static Optional<StudyText> read(StudyDatabase database) {
    return database.setting(NAME).map(StudyTextRecord::parse);
  }

  private static StudyText parse(String json) {
    try {
      Map<?, ?> parts = JSON.readValue(json, Map.class);
      return new StudyText(
          (String) parts.get("yaml"),
          Path.of((String) parts.get("source")),
          ((List<?>) parts.get("overrides")).stream().map(Object::toString).toList(),
          Optional.ofNullable((String) parts.get("recipeYaml")),
          Optional.ofNullable((String) parts.get("recipeSource")).map(Path::of));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the study's database holds " + json, e);
    }
  }
}
