package org.taskweave.serve.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.serve.batch.BatchLimits;
import org.taskweave.serve.batch.JoinedInput;
import org.taskweave.training.bundle.ModelContext;

/**
 * Runs an engine once for each length that sequences are padded to, and each number of sequences
 * that batches are filled up to, so that no request pays for plans and buffers.
 */
final class WarmUp {

  private final ModelContext context;
  private final BatchLimits limits;

  WarmUp(ModelContext context, BatchLimits limits) {
    this.context = context;
    this.limits = limits;
  }

  void run(BatchScorer engine) {
    SequenceInput shortest = shortest();
    // The largest first: its buffers serve the others.
    for (int length : lengths().descendingSet()) {
      if (length >= shortest.length()) {
        SequenceInput one = longer(shortest, length);
        for (int sequences : sizes().descendingSet()) {
          engine.score(new JoinedInput(Collections.nCopies(sequences, one)).input(sequences));
        }
      }
    }
  }

  /** Lengths of padded sequences, as a batcher has them. */
  private NavigableSet<Integer> lengths() {
    SequenceRecipe sequence = context.recipe().sequence();
    TreeSet<Integer> lengths = new TreeSet<>();
    for (int length = sequence.padToMultipleOf();
        length < sequence.longest();
        length += sequence.padToMultipleOf()) {
      lengths.add(length);
    }
    lengths.add(sequence.longest());
    return lengths;
  }

  /** Sequences of a batch: one and the most, and all between where shapes are few. */
  private NavigableSet<Integer> sizes() {
    TreeSet<Integer> sizes = new TreeSet<>();
    for (int n = 1; n <= limits.maxSequences(); n++) {
      sizes.add(limits.padded(n));
    }
    return limits.fewShapes() ? sizes : new TreeSet<>(List.of(1, limits.maxSequences()));
  }

  /** A history of one event. */
  SequenceInput shortest() {
    ItemCatalog.Item item = context.catalog().items().get(0);
    String action = context.recipe().data().columns().defaultAction();
    BehaviorEvent event =
        new BehaviorEvent("", item.id(), action, 0, item.text(), Optional.empty(), Map.of());
    List<TaskSpec> tasks = context.tasks();
    Example user =
        new Example(
            "",
            1,
            Split.TEST,
            List.of(event),
            Collections.nCopies(tasks.size(), new LabelValue.Missing()));
    Example example =
        tasks.stream().anyMatch(task -> task.head().readsItem()) ? user.about(item.id()) : user;
    return context
        .inputs()
        .batcher(1)
        .evaluation(context.inputs().encoder().encodeAll(List.of(example)))
        .get(0)
        .input();
  }

  /** One sequence with padding behind. */
  private static SequenceInput longer(SequenceInput one, int length) {
    List<int[]> categorical = new ArrayList<>();
    one.categoricalChannels().forEach(channel -> categorical.add(Arrays.copyOf(channel, length)));
    return new SequenceInput(
        1,
        length,
        Arrays.copyOf(one.tokenIds(), length),
        Arrays.copyOf(one.tokenTypeIds(), length),
        Arrays.copyOf(one.mask(), length),
        categorical,
        Arrays.copyOf(one.numericChannels(), one.numericChannels().length / one.length() * length),
        one.labelRows(),
        one.userFeatures(),
        one.candidates(),
        Arrays.copyOf(one.baskets(), one.baskets().length == 0 ? 0 : length),
        one.folds());
  }
}
