package org.taskweave.core.config;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.taskweave.core.InvalidInputException;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML text to {@link ConfigNode}s and back. */
public final class YamlText {
  /** An alias stands for all that its anchor holds, so that a few lines can make any number. */
  private static final int MOST_VALUES = 100_000;

  private static final int DEEPEST = 50;
  private static final long MOST_BYTES = 3L << 20;

  private int values;
  private final String source;
  private final boolean hasLines;
  private final LocatedProblems problems;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlText(String source, boolean hasLines, LocatedProblems problems) {
    this.source = source;
    this.hasLines = hasLines;
    this.problems = problems;
  }

  /**
   * Parses a file's text. Keys written twice are noted as problems; the later value stands.
   *
   * @throws InvalidInputException the text is not YAML
   */
  public static ConfigNode parse(String yaml, String source, LocatedProblems problems) {
    return new YamlText(source, true, problems).parse(yaml);
  }

  /**
   * A file's text.
   *
   * @throws IOException it cannot be read, or is not UTF-8
   * @throws InvalidInputException it is far longer than anything people write
   */
  public static String read(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > MOST_BYTES) {
      throw new InvalidInputException(
          file + ": has " + bytes + " bytes; at most " + MOST_BYTES + " are read");
    }
    return Files.readString(file);
  }

  /** Parses a value that did not come from a file, such as an option. */
  public static ConfigNode parseValue(String yaml, String source) {
    LocatedProblems problems = new LocatedProblems();
    ConfigNode node = new YamlText(source, false, problems).parse(yaml);
    problems.throwIfAny();
    return node;
  }

  /**
   * Block style, with flow style for the innermost maps and lists; texts of several lines as
   * blocks.
   */
  public static String write(Object plainValue) {
    DumperOptions options = options();
    return new Yaml(new MultiLineRepresenter(options), options).dump(plainValue);
  }

  /** Text that {@link #parse} reads as an equal tree. */
  public static String write(ConfigNode tree) {
    StringWriter text = new StringWriter();
    new Yaml(options()).serialize(node(tree), text);
    return text.toString();
  }

  private static Node node(ConfigNode tree) {
    DumperOptions.FlowStyle style = DumperOptions.FlowStyle.AUTO;
    if (tree instanceof ConfigNode.Mapping mapping) {
      List<NodeTuple> entries = new ArrayList<>();
      mapping
          .entries()
          .forEach(
              (key, value) ->
                  entries.add(
                      new NodeTuple(
                          node(new ConfigNode.Scalar(key, false, tree.position())), node(value))));
      return new MappingNode(Tag.MAP, entries, style);
    }
    if (tree instanceof ConfigNode.Sequence sequence) {
      return new SequenceNode(
          Tag.SEQ, sequence.elements().stream().map(YamlText::node).toList(), style);
    }
    ConfigNode.Scalar scalar = (ConfigNode.Scalar) tree;
    Tag plain = new Resolver().resolve(NodeId.scalar, scalar.text(), true);
    DumperOptions.ScalarStyle quotes =
        scalar.text().contains("\n")
            ? DumperOptions.ScalarStyle.LITERAL
            : DumperOptions.ScalarStyle.DOUBLE_QUOTED;
    return scalar.quoted()
        ? new ScalarNode(Tag.STR, scalar.text(), null, null, quotes)
        : new ScalarNode(plain, scalar.text(), null, null, DumperOptions.ScalarStyle.PLAIN);
  }

  private static DumperOptions options() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
    options.setSplitLines(false);
    return options;
  }

  /** A tree as maps, lists and texts. */
  public static Object plain(ConfigNode node) {
    if (node instanceof ConfigNode.Mapping mapping) {
      Map<String, Object> map = new LinkedHashMap<>();
      mapping.entries().forEach((key, value) -> map.put(key, plain(value)));
      return map;
    }
    if (node instanceof ConfigNode.Sequence sequence) {
      return sequence.elements().stream().map(YamlText::plain).toList();
    }
    return ((ConfigNode.Scalar) node).text();
  }

  private ConfigNode parse(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(true);
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(MOST_VALUES);
    try {
      Node node = new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
      return node == null ? new ConfigNode.Scalar("", false, at(1)) : convert(node, lineOf(node));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw new InvalidInputException(
          at(mark == null ? 0 : mark.getLine() + 1)
              + ": not valid YAML: "
              + e.getProblem()
              + (e.getContext() == null ? "" : " (" + e.getContext() + ")")
              + ": check indentation, quotation marks and brackets here",
          e);
    } catch (YAMLException e) {
      throw new InvalidInputException(source + ": not valid YAML: " + e.getMessage(), e);
    }
  }

  private Position at(int line) {
    return new Position(source, hasLines ? line : 0);
  }

  private static int lineOf(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private ConfigNode convert(Node node, int line) {
    if (++values > MOST_VALUES) {
      throw new InvalidInputException(
          at(lineOf(node))
              + ": with its aliases (*) written out, this holds more than "
              + MOST_VALUES
              + " values: remove aliases or parts");
    }
    if (open.size() >= DEEPEST) {
      throw new InvalidInputException(
          at(lineOf(node)) + ": nested more than " + DEEPEST + " levels deep: remove some");
    }
    if (!open.add(node)) {
      throw new InvalidInputException(
          at(lineOf(node)) + ": an alias (*) stands inside its own anchor (&): remove it");
    }
    try {
      if (node instanceof MappingNode mappingNode) {
        return mapping(mappingNode, line);
      }
      if (node instanceof SequenceNode sequenceNode) {
        List<ConfigNode> elements = new ArrayList<>();
        for (Node element : sequenceNode.getValue()) {
          elements.add(convert(element, lineOf(element)));
        }
        return new ConfigNode.Sequence(elements, at(line));
      }
      ScalarNode scalar = (ScalarNode) node;
      boolean quoted = scalar.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN;
      return new ConfigNode.Scalar(scalar.getValue(), quoted, at(line));
    } finally {
      open.remove(node);
    }
  }

  private ConfigNode mapping(MappingNode node, int line) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    for (NodeTuple entry : node.getValue()) {
      int keyLine = lineOf(entry.getKeyNode());
      if (!(entry.getKeyNode() instanceof ScalarNode)) {
        problems.add(at(keyLine), "", "a list or map is used as a key: a key must be a name");
        continue;
      }
      String key = ((ScalarNode) entry.getKeyNode()).getValue();
      if (entries.put(key, convert(entry.getValueNode(), keyLine)) != null) {
        problems.add(at(keyLine), key, "the key is written twice in this map: remove one");
      }
    }
    return new ConfigNode.Mapping(entries, at(line));
  }

  private static final class MultiLineRepresenter extends Representer {
    MultiLineRepresenter(DumperOptions options) {
      super(options);
    }

    @Override
    protected Node representScalar(Tag tag, String value, DumperOptions.ScalarStyle style) {
      boolean block = tag.equals(Tag.STR) && value.contains("\n");
      return super.representScalar(tag, value, block ? DumperOptions.ScalarStyle.LITERAL : style);
    }
  }
}
