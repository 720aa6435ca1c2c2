package org.taskweave.nn.head;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.RankingTask;
import org.taskweave.nn.item.ItemContrast;
import org.taskweave.nn.item.ItemScoresVertex;
import org.taskweave.nn.item.MemoryVertex;
import org.taskweave.nn.loss.Likeness;
import org.taskweave.nn.loss.NextItemLoss;
import org.taskweave.nn.loss.TaskLoss;

/**
 * A linear layer makes a query; its products with the items' vectors are scores, and the loss
 * compares those of the batch's {@link ItemContrast}. Labels are the columns of the true item and
 * of another one.
 */
interface RankingHead extends TaskHead {

  RankingTask task();

  @Override
  default TaskLoss loss() {
    return new NextItemLoss(task().weight(), task().loss() == ItemLoss.BPR);
  }

  @Override
  default IActivation activation() {
    return Activation.IDENTITY.getActivationFunction();
  }

  @Override
  default int logits() {
    return task().outputWidth();
  }

  @Override
  default Likeness likeness() {
    return Likeness.DISTRIBUTION;
  }

  @Override
  default int labelWidth() {
    return 2;
  }

  @Override
  default void addTo(OutputSite site) {
    OutputSite.Items items = site.items();
    List<String> inputs = new ArrayList<>(List.of(site.linear("query", items.width())));
    inputs.addAll(items.inputs());
    String scores =
        site.vertex(
            "scores",
            new ItemScoresVertex(
                items.count(), task().temperature(), items.repeats(), items.updater()),
            inputs);
    site.loss(
        loss(),
        activation(),
        items.memory().map(memory -> remember(site, items, memory, scores)).orElse(scores));
  }

  /** Scores with what counting knows, trusted as the state says. */
  private static String remember(
      OutputSite site, OutputSite.Items items, OutputSite.Memory memory, String scores) {
    List<String> inputs = new ArrayList<>();
    inputs.add(scores);
    inputs.add(site.linear("trust", MemoryVertex.POWERS * memory.channels().size()));
    inputs.addAll(memory.inputs());
    return site.vertex(
        "memory",
        new MemoryVertex(
            items.count(), memory.channels(), memory.widths(), items.repeats(), items.updater()),
        inputs);
  }

  @Override
  default Optional<ItemContrast> contrast(float[] shares) {
    return Optional.of(new ItemContrast(task(), shares));
  }

  @Override
  default String meaning(Scale scale) {
    return "a score of each item, in the order of catalog.jsonl; the highest comes next most likely";
  }
}
