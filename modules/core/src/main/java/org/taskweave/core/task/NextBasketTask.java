package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.MapKey;
import org.taskweave.core.metric.BasketMetrics;
import org.taskweave.core.metric.CatalogRanking;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.task.NextItemTask.ItemLoss;

/**
 * Which items of the catalog are in the next basket? In training each item of a basket is a row of
 * its own with the same history, so that the loss is the log-likelihood of a basket's items as
 * draws from one distribution; in evaluation a basket is one row. Items of the history are ranked,
 * too, since orders repeat.
 *
 * @param classes ids of the items in the order of the columns; empty until the catalog is known
 * @param loss what is learned from each item of a basket
 * @param negatives items drawn for each batch (sampled softmax), or for each item (BPR)
 * @param temperature divides scores
 * @param popularityDiscount an item weighs (its frequency)^-popularityDiscount, so that above 0
 *     rare items count for more; the mean weight is 1
 */
public record NextBasketTask(
    @MapKey String name,
    LabelRule label,
    @DefaultValue("1") double weight,
    @Inline HeadSpec head,
    @DefaultValue("[]") List<String> classes,
    @DefaultValue("fullSoftmax") ItemLoss loss,
    @DefaultValue("256") int negatives,
    @DefaultValue("1") double temperature,
    @DefaultValue("0") double popularityDiscount)
    implements RankingTask {

  public NextBasketTask {
    classes = List.copyOf(classes);
    RankingTask.check(
            new TaskRules(NextBasketTask.class, LabelForm.ITEM_SET, FloorRule.NONE)
                .check(name, label, weight, head, Optional.empty()),
            classes,
            loss,
            negatives,
            temperature,
            popularityDiscount)
        .done();
  }

  @Override
  public LabelForm labelForm() {
    return LabelForm.ITEM_SET;
  }

  @Override
  public NextBasketTask withClasses(List<String> items) {
    return new NextBasketTask(
        name, label, weight, head, items, loss, negatives, temperature, popularityDiscount);
  }

  @Override
  public Optional<CatalogRanking> ranking() {
    return Optional.of(new CatalogRanking(classes.size(), SeenItems.KEEP, true));
  }

  @Override
  public List<Metric> metrics() {
    return BasketMetrics.of(classes.size());
  }
}
