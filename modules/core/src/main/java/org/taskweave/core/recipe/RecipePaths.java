package org.taskweave.core.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.config.ConfigPath;

/**
 * Makes the paths of a recipe's file absolute: those written in a file start from its folder, those
 * of overrides from the working directory. Names of samples ("sample:"), addresses with "://" and
 * names of the zoo stay as they are.
 */
final class RecipePaths {
  private final Map<String, Path> folders;

  /**
   * Paths of the files of a recipe.
   *
   * @param folders of the files, by the name that positions have; empty to leave paths as they are
   */
  RecipePaths(Map<String, Path> folders) {
    this.folders = folders;
  }

  ConfigNode resolve(ConfigNode root) {
    if (folders.isEmpty()) {
      return root;
    }
    ConfigNode resolved = root;
    for (String section : List.of("data", "data.items", "data.users")) {
      resolved = withFiles(resolved, ConfigPath.parse(section + ".files"));
    }
    ConfigPath model = ConfigPath.parse("encoder.model");
    Optional<ConfigNode> name = model.find(root);
    if (name.filter(RecipePaths::isFileOrFolder).isPresent()) {
      resolved = model.replace(resolved, absolute(name.get()));
    }
    return withTowers(resolved);
  }

  private ConfigNode withFiles(ConfigNode root, ConfigPath files) {
    Optional<ConfigNode> list = files.find(root);
    if (list.isEmpty() || !(list.get() instanceof ConfigNode.Sequence sequence)) {
      return root;
    }
    List<ConfigNode> elements = new ArrayList<>();
    sequence.elements().forEach(file -> elements.add(absolute(file)));
    return files.replace(root, new ConfigNode.Sequence(elements, list.get().position()));
  }

  private ConfigNode withTowers(ConfigNode root) {
    Optional<ConfigNode> tasks = ConfigPath.parse("tasks").find(root);
    ConfigNode resolved = root;
    if (tasks.isPresent() && tasks.get() instanceof ConfigNode.Mapping named) {
      for (String task : named.entries().keySet()) {
        ConfigPath tower = ConfigPath.parse(ConfigPath.append("tasks", task) + ".tower.file");
        Optional<ConfigNode> file = tower.find(root);
        if (file.isPresent()) {
          resolved = tower.replace(resolved, absolute(file.get()));
        }
      }
    }
    return resolved;
  }

  private static boolean isFileOrFolder(ConfigNode model) {
    return model instanceof ConfigNode.Scalar scalar
        && (scalar.text().contains("/")
            || scalar.text().contains("\\")
            || scalar.text().endsWith(".onnx")
            || scalar.text().endsWith(".fb")
            || scalar.text().endsWith(".h5"));
  }

  private ConfigNode absolute(ConfigNode node) {
    if (!(node instanceof ConfigNode.Scalar scalar) || node.isNull()) {
      return node;
    }
    String text = scalar.text();
    boolean absolute =
        text.startsWith("/") || text.startsWith("\\") || text.matches("[A-Za-z]:[\\\\/].*");
    if (text.isBlank() || absolute || text.startsWith("sample:") || text.contains("://")) {
      return node;
    }
    Path here = Path.of("").toAbsolutePath();
    Path base = folders.getOrDefault(node.position().source(), here);
    // Joined as text: a glob is no path on every platform.
    String joined = base + "/" + (text.startsWith("./") ? text.substring(2) : text);
    return new ConfigNode.Scalar(joined, true, node.position());
  }
}
