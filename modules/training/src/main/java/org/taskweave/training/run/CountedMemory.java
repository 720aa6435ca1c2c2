package org.taskweave.training.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceModelRecipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.RankingTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.example.Example;
import org.taskweave.data.rule.ItemLog;
import org.taskweave.data.rule.ItemMemory;
import org.taskweave.data.rule.ItemWeights;
import org.taskweave.data.rule.MemoryChannel;
import org.taskweave.engine.kernel.LapackInverse;
import org.taskweave.nn.item.ItemMemoryTables;
import org.taskweave.nn.item.MemoryTable;

/**
 * What counting knows for each next-item task, counted on the training split when it is first asked
 * for.
 */
final class CountedMemory {

  private final List<TaskSpec> tasks;
  private final List<Example> training;
  private Map<String, ItemMemoryTables> tables;

  /**
   * A memory.
   *
   * @param tasks with the catalog's items as classes of next-item tasks
   */
  CountedMemory(List<TaskSpec> tasks, List<Example> training) {
    this.tasks = List.copyOf(tasks);
    this.training =
        tasks.stream().anyMatch(task -> task instanceof RankingTask) ? training : List.of();
  }

  /** Whether a recipe's models have a memory. */
  static boolean isOf(Recipe recipe) {
    return recipe.items().memory()
        && recipe.sequence().kind() == SequenceRecipe.Kind.HIERARCHICAL
        && recipe.sequenceModel().objective() == SequenceModelRecipe.Objective.NEXT;
  }

  /** By task. */
  synchronized Map<String, ItemMemoryTables> tables() {
    if (tables == null) {
      Map<String, ItemMemoryTables> counted = new HashMap<>();
      for (int k = 0; k < tasks.size(); k++) {
        if (tasks.get(k) instanceof RankingTask next) {
          counted.put(
              next.name(),
              tables(ItemMemory.of(ItemLog.of(next, k, training), LapackInverse::invert)));
        }
      }
      tables = counted;
    }
    return tables;
  }

  private static ItemMemoryTables tables(List<MemoryChannel> channels) {
    int folds = channels.get(0).withoutFold().size();
    return new ItemMemoryTables(
        channels.stream().map(MemoryChannel::name).toList(),
        channels.stream().map(channel -> table(channel.all())).toList(),
        java.util.stream.IntStream.range(0, folds)
            .mapToObj(fold -> channels.stream().map(c -> table(c.withoutFold().get(fold))).toList())
            .toList());
  }

  private static MemoryTable table(ItemWeights weights) {
    return MemoryTable.of(weights.offsets(), weights.columns(), weights.values());
  }
}
