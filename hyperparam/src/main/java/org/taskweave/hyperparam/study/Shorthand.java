package org.taskweave.hyperparam.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.config.ConfigNode.Mapping;
import org.taskweave.core.config.ConfigNode.Scalar;
import org.taskweave.core.config.ConfigNode.Sequence;

/**
 * Short spellings of a study file, written out: {@code generator: tpe} is {@code {kind: tpe}},
 * {@code objective: reorder.auc} is {@code {metric: reorder.auc}}, a weight is {@code {weight: 1}},
 * a tie is {@code {to: path}}, and {@code boolean} is {@code {choice: [true, false]}}.
 */
final class Shorthand {

  private Shorthand() {}

  static ConfigNode writtenOut(ConfigNode root) {
    ConfigNode study = at(root, "generator", node -> keyed(node, "kind"));
    study = at(study, "pruner", node -> keyed(node, "kind"));
    study =
        at(
            study,
            "objective",
            node ->
                at(
                    keyed(node, "metric"),
                    "weighted",
                    weights -> each(weights, weight -> keyed(weight, "weight"))));
    study = at(study, "tie", ties -> each(ties, tie -> keyed(tie, "to")));
    return at(study, "space", space -> each(space, Shorthand::truthValue));
  }

  private static ConfigNode at(ConfigNode node, String key, UnaryOperator<ConfigNode> change) {
    if (!(node instanceof Mapping mapping) || !mapping.entries().containsKey(key)) {
      return node;
    }
    Map<String, ConfigNode> entries = new LinkedHashMap<>(mapping.entries());
    entries.computeIfPresent(key, (name, value) -> change.apply(value));
    return new Mapping(entries, node.position());
  }

  private static ConfigNode each(ConfigNode node, UnaryOperator<ConfigNode> change) {
    if (!(node instanceof Mapping mapping)) {
      return node;
    }
    Map<String, ConfigNode> entries = new LinkedHashMap<>(mapping.entries());
    entries.replaceAll((key, value) -> change.apply(value));
    return new Mapping(entries, node.position());
  }

  private static ConfigNode keyed(ConfigNode node, String key) {
    return node instanceof Scalar && !node.isNull()
        ? new Mapping(Map.of(key, node), node.position())
        : node;
  }

  private static ConfigNode truthValue(ConfigNode node) {
    boolean word = node instanceof Scalar scalar && scalar.text().equals("boolean");
    boolean key =
        node instanceof Mapping mapping
            && mapping.entries().size() == 1
            && mapping.entries().containsKey("boolean");
    if (!word && !key) {
      return node;
    }
    ConfigNode both =
        new Sequence(
            List.of(
                new Scalar("true", false, node.position()),
                new Scalar("false", false, node.position())),
            node.position());
    return new Mapping(Map.of("choice", both), node.position());
  }
}
