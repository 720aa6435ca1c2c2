package org.taskweave.core.recipe;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.config.LocatedProblems;
import org.taskweave.core.config.YamlText;

/**
 * A recipe's file and the files that it extends, put together: {@code extends: other.yaml} takes
 * everything from the other recipe (its path starts from this file's folder), and what this file
 * says comes over it. Maps are merged key by key; a list or a value replaces the other's; a key
 * with nothing ({@code key: ~}) takes the other's away.
 */
final class RecipeFiles {

  /** The key that names the other file. */
  static final String EXTENDS = "extends";

  private final LocatedProblems problems = new LocatedProblems();
  private final Map<String, Path> folders = new LinkedHashMap<>();
  private final List<Path> open = new ArrayList<>();
  private final ConfigNode root;

  private RecipeFiles(Path file) {
    this.root = read(file, "check the path, or see model-zoo/recipes");
  }

  /**
   * Reads a file and those it extends.
   *
   * @throws InvalidInputException one cannot be read, is not YAML, or extends itself
   */
  static RecipeFiles read(Path file) {
    return new RecipeFiles(file);
  }

  /** Everything put together, without {@code extends}. */
  ConfigNode root() {
    return root;
  }

  /** The folder of each file, by the name that positions have. */
  Map<String, Path> folders() {
    return folders;
  }

  /** Keys written twice. */
  List<LocatedProblems.Located> duplicateKeys() {
    return problems.found();
  }

  private ConfigNode read(Path file, String ifMissing) {
    Path absolute = file.toAbsolutePath().normalize();
    if (open.contains(absolute)) {
      throw new InvalidInputException(
          Stream.concat(
                      open.subList(open.indexOf(absolute), open.size()).stream(),
                      Stream.of(absolute))
                  .map(path -> String.valueOf(path.getFileName()))
                  .collect(
                      Collectors.joining(
                          " extends ", "", ": a recipe cannot extend itself: remove"))
              + " one extends");
    }
    open.add(absolute);
    ConfigNode own = YamlText.parse(text(file, ifMissing), file.toString(), problems);
    folders.put(file.toString(), absolute.getParent());
    ConfigNode whole = own instanceof ConfigNode.Mapping mapping ? extended(file, mapping) : own;
    open.remove(absolute);
    return whole;
  }

  private ConfigNode extended(Path file, ConfigNode.Mapping own) {
    Optional<ConfigNode> base = Optional.ofNullable(own.entries().get(EXTENDS));
    if (base.isEmpty()) {
      return own;
    }
    Map<String, ConfigNode> rest = new LinkedHashMap<>(own.entries());
    rest.remove(EXTENDS);
    if (!(base.get() instanceof ConfigNode.Scalar name) || name.isNull()) {
      throw new InvalidInputException(
          base.get().position()
              + ": extends: "
              + base.get().describe()
              + " must be the path of another recipe, as in extends: online-retail.yaml");
    }
    Path other = file.resolveSibling(name.text()).normalize();
    return merged(
        read(other, name.position() + " extends it, and its path starts from that file's folder"),
        new ConfigNode.Mapping(rest, own.position()));
  }

  private static ConfigNode merged(ConfigNode below, ConfigNode above) {
    if (!(below instanceof ConfigNode.Mapping lower)
        || !(above instanceof ConfigNode.Mapping upper)) {
      return above;
    }
    Map<String, ConfigNode> entries = new LinkedHashMap<>(lower.entries());
    upper
        .entries()
        .forEach(
            (key, value) -> {
              if (value.isNull() && entries.containsKey(key)) {
                entries.remove(key);
              } else {
                entries.merge(key, value, RecipeFiles::merged);
              }
            });
    return new ConfigNode.Mapping(entries, above.position());
  }

  /** A recipe's text. */
  static String text(Path file) {
    return text(file, "check the path, or see model-zoo/recipes");
  }

  private static String text(Path file, String ifMissing) {
    try {
      return YamlText.read(file);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + ": there is no such recipe: " + ifMissing, e);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + ": is not UTF-8: save the recipe as UTF-8", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
  }
}
