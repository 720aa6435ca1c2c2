package org.taskweave.core.recipe;

import java.nio.file.Path;
import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.config.RecordWriter;
import org.taskweave.core.config.YamlText;

/** Recipes from YAML and back. */
public final class RecipeReader {

  private RecipeReader() {}

  /**
   * Reads a file. Relative paths in it start from its folder, those in overrides from the working
   * directory.
   *
   * @param overrides "path=value", the value in YAML, applied in order
   * @throws InvalidInputException everything that is wrong, one line each: "file:line: path: ..."
   */
  public static Recipe read(Path file, List<String> overrides) {
    return bind(RecipeTree.read(file), overrides);
  }

  /**
   * Parses text. Relative paths in it stay as they are.
   *
   * @param sourceName stands for the file's name in messages
   * @param overrides "path=value", the value in YAML, applied in order
   * @throws InvalidInputException everything that is wrong, one line each
   */
  public static Recipe parse(String yaml, String sourceName, List<String> overrides) {
    return bind(RecipeTree.parse(yaml, sourceName), overrides);
  }

  private static Recipe bind(RecipeTree tree, List<String> overrides) {
    return tree.override(overrides).bind();
  }

  /** YAML, defaults included, that {@link #parse} reads as an equal recipe. */
  public static String write(Recipe recipe) {
    return YamlText.write(RecordWriter.write(recipe));
  }
}
