package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.attach.AttachedEncoder;

/** Names of a graph's inputs. */
final class GraphInputs {

  private GraphInputs() {}

  /** All of them, in the order of the configuration. */
  static List<String> names(ModelSpec spec, Optional<AttachedEncoder> attached) {
    List<String> names = tokens(spec, attached);
    if (spec.hierarchical()) {
      names.add(GraphNames.LABEL_ROWS);
    }
    if (spec.userFeatures() > 0) {
      names.add(GraphNames.USER_FEATURES);
    }
    if (spec.items().isPresent()) {
      names.add(GraphNames.ITEM_ROWS);
    }
    if (spec.readsItems()) {
      names.add(GraphNames.CANDIDATE_ROWS);
    }
    if (spec.attends()) {
      names.add(GraphNames.EVENT_MASK);
    }
    if (spec.others() && !spec.channels().numeric().isEmpty()) {
      names.add(GraphNames.EVENT_NUMBERS);
    }
    List<String> ranked =
        spec.tasks().stream()
            .filter(task -> task.ranking().isPresent())
            .map(TaskSpec::name)
            .toList();
    if (!ranked.isEmpty()) {
      names.add(GraphNames.SCORED_ROWS);
    }
    ranked.forEach(task -> names.add(GraphNames.offsets(task)));
    if (spec.repeats() && !ranked.isEmpty()) {
      names.add(GraphNames.HISTORY);
      names.add(GraphNames.HISTORY_CELLS);
    }
    if (spec.items().map(items -> !items.memory().isEmpty()).orElse(false)) {
      names.add(GraphNames.MEMORY_ROWS);
      names.add(GraphNames.MEMORY_EVENTS);
      if (spec.repeats()) {
        names.add(GraphNames.MEMORY_HISTORY);
        names.add(GraphNames.MEMORY_CELLS);
      }
    }
    return names;
  }

  /** Those that the encoder reads. */
  static List<String> tokens(ModelSpec spec, Optional<AttachedEncoder> attached) {
    if (attached.isPresent()) {
      return attachedInputs(attached.get());
    }
    List<String> names =
        new ArrayList<>(List.of(GraphNames.TOKEN_IDS, GraphNames.TOKEN_TYPE_IDS, GraphNames.MASK));
    if (!spec.channels().categorical().isEmpty()) {
      names.add(GraphNames.CATEGORICAL_CHANNELS);
    }
    if (!spec.channels().numeric().isEmpty()) {
      names.add(GraphNames.NUMERIC_CHANNELS);
    }
    return names;
  }

  /** What nothing reads is no input. */
  private static List<String> attachedInputs(AttachedEncoder encoder) {
    List<String> names = new ArrayList<>(encoder.inputs());
    if (encoder.perToken() && !names.contains(GraphNames.MASK)) {
      names.add(GraphNames.MASK);
    }
    return names;
  }
}
