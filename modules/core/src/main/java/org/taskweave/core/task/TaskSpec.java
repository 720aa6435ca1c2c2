package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.KindKey;
import org.taskweave.core.config.MapKey;
import org.taskweave.core.config.NamedBy;

/** One question asked of a behaviour sequence. */
@KindKey("kind")
public sealed interface TaskSpec {

  /** Unique among the tasks; names the head, the output and the metrics. */
  String name();

  LabelRule label();

  /** Factor of the task's loss in the sum of losses; at least 0. */
  double weight();

  HeadSpec head();

  /** A one-line rule over the user's history that the model is printed beside. */
  Optional<HistoryStatistic> floor();

  /**
   * Names of the classes in index order; empty for binary tasks and regression, or if not yet
   * known.
   */
  default List<String> classes() {
    return List.of();
  }

  /** Number of values the head puts out for a row (a token, for tagging). */
  int outputWidth();

  /**
   * Will it happen? Probability [B,1]; loss: binary cross-entropy.
   *
   * @param positiveWeight factor on the loss of positive labels; 1 is plain cross-entropy
   */
  record Binary(
      @MapKey String name,
      LabelRule label,
      @DefaultValue("1") double weight,
      @Inline HeadSpec head,
      Optional<HistoryStatistic> floor,
      @DefaultValue("1") double positiveWeight)
      implements TaskSpec {
    public Binary {
      TaskRules.check(Binary.class, name, label, weight, head, floor)
          .positive("positiveWeight", positiveWeight)
          .done();
    }

    @Override
    public int outputWidth() {
      return 1;
    }
  }

  /**
   * Which one of C classes? Probabilities [B,C]; loss: cross-entropy.
   *
   * @param classes in index order; empty until they are learned from the training labels
   * @param classWeights factor on the loss per class; empty for 1
   */
  record Multiclass(
      @MapKey String name,
      LabelRule label,
      @DefaultValue("1") double weight,
      @Inline HeadSpec head,
      Optional<HistoryStatistic> floor,
      @DefaultValue("[]") List<String> classes,
      @DefaultValue("[]") @NamedBy("classes") List<Double> classWeights)
      implements TaskSpec {
    public Multiclass {
      classes = List.copyOf(classes);
      classWeights = List.copyOf(classWeights);
      Checks checks = TaskRules.check(Multiclass.class, name, label, weight, head, floor);
      TaskRules.checkClasses(checks, label, classes, classWeights).done();
    }

    @Override
    public int outputWidth() {
      return classes.size();
    }
  }

  /** Which of C classes, several at once? Probabilities [B,C]; loss: mean binary cross-entropy. */
  record Multilabel(
      @MapKey String name,
      LabelRule label,
      @DefaultValue("1") double weight,
      @Inline HeadSpec head,
      Optional<HistoryStatistic> floor,
      @DefaultValue("[]") List<String> classes,
      @DefaultValue("[]") @NamedBy("classes") List<Double> classWeights)
      implements TaskSpec {
    public Multilabel {
      classes = List.copyOf(classes);
      classWeights = List.copyOf(classWeights);
      Checks checks = TaskRules.check(Multilabel.class, name, label, weight, head, floor);
      TaskRules.checkClasses(checks, label, classes, classWeights);
      TaskRules.checkHorizonEnds(checks, label).done();
    }

    @Override
    public int outputWidth() {
      return classes.size();
    }
  }

  /** How much? Value [B,1]; loss: squared error of the standardised label. */
  record Regression(
      @MapKey String name,
      LabelRule label,
      @DefaultValue("1") double weight,
      @Inline HeadSpec head,
      Optional<HistoryStatistic> floor)
      implements TaskSpec {
    public Regression {
      TaskRules.check(Regression.class, name, label, weight, head, floor).done();
    }

    @Override
    public int outputWidth() {
      return 1;
    }
  }

  /**
   * Which tag does each token carry (B/I/O)? Probabilities [B*T,C]; loss: cross-entropy over the
   * tokens with a known tag.
   */
  record TokenTagging(
      @MapKey String name,
      LabelRule label,
      @DefaultValue("1") double weight,
      @Inline HeadSpec head,
      Optional<HistoryStatistic> floor,
      @DefaultValue("[]") List<String> classes,
      @DefaultValue("[]") @NamedBy("classes") List<Double> classWeights)
      implements TaskSpec {
    public TokenTagging {
      classes = List.copyOf(classes);
      classWeights = List.copyOf(classWeights);
      Checks checks = TaskRules.check(TokenTagging.class, name, label, weight, head, floor);
      TaskRules.checkClasses(checks, label, classes, classWeights).done();
    }

    @Override
    public int outputWidth() {
      return classes.size();
    }
  }

  /**
   * Which item of the catalog comes next? Scores [B,N] of all N items, one column per item in the
   * order of their ids; a higher one is likelier. The score is the product of a query, which the
   * head makes of the shared representation, and the item's vector.
   *
   * @param classes ids of the items in the order of the columns; empty until the catalog is known
   * @param loss what is learned from a position's true next item
   * @param negatives items drawn for each batch (sampled softmax), or for each position (BPR)
   * @param temperature divides scores
   * @param popularityDiscount a position weighs (frequency of its item)^-popularityDiscount, so
   *     that above 0 rare items count for more; the mean weight is 1
   * @param seen whether items of the history are ranked too
   */
  record NextItem(
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
      implements TaskSpec {
    public NextItem {
      classes = List.copyOf(classes);
      TaskRules.check(NextItem.class, name, label, weight, head, Optional.empty())
          .distinct("classes", classes)
          .given("loss", loss)
          .atLeast("negatives", negatives, 1)
          .positive("temperature", temperature)
          .atLeast("popularityDiscount", popularityDiscount, 0)
          .given("seen", seen)
          .done();
    }

    /** None: it is measured beside popularity and the last item's most frequent followers. */
    @Override
    public Optional<HistoryStatistic> floor() {
      return Optional.empty();
    }

    @Override
    public int outputWidth() {
      return classes.size();
    }
  }

  /** What is learned from a true next item. */
  enum ItemLoss {
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

  /** Whether items of the history can be recommended again. */
  enum SeenItems {
    KEEP,
    FILTER
  }
}
