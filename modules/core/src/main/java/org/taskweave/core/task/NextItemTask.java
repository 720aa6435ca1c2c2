package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.MapKey;
import org.taskweave.core.metric.CatalogRanking;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.NextItemMetrics;
import org.taskweave.core.metric.SeenItems;

/**
 * Which item of the catalog comes next? Labels [R] rows of the catalog; scores [R,N] of all N
 * items, one column per item in the order of their ids; a higher one is likelier. The score is the
 * product of a query, which the head makes of the shared representation, and the item's vector.
 *
 * @param classes ids of the items in the order of the columns; empty until the catalog is known
 * @param loss what is learned from a position's true next item
 * @param negatives items drawn for each batch (sampled softmax), or for each position (BPR)
 * @param temperature divides scores
 * @param popularityDiscount a position weighs (frequency of its item)^-popularityDiscount, so that
 *     above 0 rare items count for more; the mean weight is 1
 * @param seen whether items of the history are ranked too
 */
public record NextItemTask(
    @MapKey String name,
    LabelRule label,
    @DefaultValue("1") double weight,
    @Inline HeadSpec head,
    @DefaultValue("[]") List<String> classes,
    @DefaultValue("fullSoftmax") ItemLoss loss,
    @DefaultValue("256") int negatives,
    @DefaultValue("1") double temperature,
    @DefaultValue("0") double popularityDiscount,
    @DefaultValue("keep") SeenItems seen)
    implements RankingTask {

  public NextItemTask {
    classes = List.copyOf(classes);
    RankingTask.check(
            new TaskRules(NextItemTask.class, LabelForm.ITEM, FloorRule.NONE)
                .check(name, label, weight, head, Optional.empty()),
            classes,
            loss,
            negatives,
            temperature,
            popularityDiscount)
        .given("seen", seen)
        .done();
  }

  @Override
  public LabelForm labelForm() {
    return LabelForm.ITEM;
  }

  @Override
  public NextItemTask withClasses(List<String> items) {
    return new NextItemTask(
        name, label, weight, head, items, loss, negatives, temperature, popularityDiscount, seen);
  }

  @Override
  public NextItemTask withSeen(SeenItems other) {
    return new NextItemTask(
        name,
        label,
        weight,
        head,
        classes,
        loss,
        negatives,
        temperature,
        popularityDiscount,
        other);
  }

  @Override
  public Optional<CatalogRanking> ranking() {
    return Optional.of(new CatalogRanking(classes.size(), seen, false));
  }

  @Override
  public List<Metric> metrics() {
    return NextItemMetrics.of(classes.size());
  }

  /** What is learned from a true next item. */
  public enum ItemLoss {
    /** Cross-entropy over all items of the training split. */
    FULL_SOFTMAX,
    /**
     * Cross-entropy over the true items and a sample drawn by frequency, scores less the logarithm
     * of how often an item is expected among them (Bengio and Senecal 2008; Yi et al. 2019).
     */
    SAMPLED_SOFTMAX,
    /**
     * Cross-entropy over the true items of the batch, with the same correction: in-batch
     * noise-contrastive estimation.
     */
    IN_BATCH,
    /** -log sigmoid(true score - score of a drawn item) (Rendle et al. 2009, arXiv:1205.2618). */
    BPR
  }
}
