package org.taskweave.core.recipe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.taskweave.core.Checks;
import org.taskweave.core.Suggestion;
import org.taskweave.core.config.ConfigPath;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.LabelForm;
import org.taskweave.core.task.TaskSpec;

/** The rules between the parts of a recipe. */
final class RecipeRules {
  private static final double MILLIS_PER_DAY = 86_400_000.0;
  private final Checks checks;
  private final List<TaskSpec> tasks;

  RecipeRules(Checks checks, List<TaskSpec> tasks) {
    this.checks = checks;
    this.tasks = tasks;
    checks.distinct("tasks", tasks.stream().map(TaskSpec::name).toList());
    namesDifferInMoreThanCase();
  }

  /** They name columns of predictions, where case makes no difference. */
  private void namesDifferInMoreThanCase() {
    Map<String, String> seen = new HashMap<>();
    for (TaskSpec task : tasks) {
      String name = task.name();
      String before = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      checks.require(
          before == null || before.equals(name),
          ConfigPath.append("tasks", name),
          "the name " + Checks.quoted(name),
          "differs from " + Checks.quoted(before) + " in case only: rename one");
    }
  }

  /** A label's horizon ends before the next split's first cut. */
  void splitsDoNotMix(ExamplesRecipe examples) {
    if (examples.cuts().isPresent()) {
      ExamplesRecipe.Cuts cuts = examples.cuts().get();
      horizonsEnd(examples, "train", cuts.train(), "dev", cuts.dev());
      horizonsEnd(examples, "dev", cuts.dev(), "test", cuts.test());
    }
    for (TaskSpec task : tasks) {
      checks.require(
          examples.splitColumn().isEmpty() || !task.label().looksAhead(),
          ConfigPath.append("tasks", task.name()) + ".label",
          "this rule",
          "needs events after a cut, and with examples.splitColumn the whole history is the input:"
              + " use given, or cuts");
      checks.require(
          !task.label().followsAnItem() || examples.perImpression().isPresent(),
          ConfigPath.append("tasks", task.name()) + ".label",
          "followed",
          "tells what follows an item that was shown: cut examples.perImpression, or use occurs");
      checks.require(
          task.label().looksAhead()
              || examples.splitColumn().isPresent()
              || task.label().asksTheKnownPast(),
          ConfigPath.append("tasks", task.name()) + ".label",
          "given",
          "is read from the history, so that it asks what is known already. For what comes after"
              + " use occurs, atLeast or isOneOf (binary), value (regression) or classOf (classes);"
              + " if the known past is meant, say so: given: {attribute: ..., of: knownPast}");
      checks.require(
          examples.cuts().isPresent() || !task.label().needsCuts(),
          ConfigPath.append("tasks", task.name()) + ".label",
          "this rule",
          "measures time from a cut, and without examples.cuts a user's own events are the cuts: give"
              + " examples.cuts");
    }
  }

  private void horizonsEnd(
      ExamplesRecipe examples,
      String earlierName,
      List<Instant> earlier,
      String laterName,
      List<Instant> later) {
    if (earlier.isEmpty() || later.isEmpty()) {
      return;
    }
    Instant last = Collections.max(earlier);
    Instant first = Collections.min(later);
    double gapDays = Duration.between(last, first).toMillis() / MILLIS_PER_DAY;
    String rule =
        " days of the last "
            + earlierName
            + " cut "
            + last
            + " run past the first "
            + laterName
            + " cut "
            + first
            + ", so the splits would mix: move a cut, or look at most "
            + gapDays
            + " days ahead";
    checks.require(
        examples.horizonDays() <= gapDays || tasks.stream().noneMatch(RecipeRules::asksTheRecipe),
        "examples.cuts." + laterName,
        examples.horizonDays(),
        rule.strip());
    for (TaskSpec task : tasks) {
      double days = task.label().withinDays().orElse(0);
      checks.require(
          days <= gapDays || Double.isInfinite(days),
          ConfigPath.append("tasks", task.name()) + ".label",
          days,
          rule.strip());
    }
  }

  /** Whether a label looks as far ahead as examples.horizonDays says. */
  private static boolean asksTheRecipe(TaskSpec task) {
    return task.label().looksAhead() && task.label().withinDays().isEmpty();
  }

  /** A label that stands in the log would be read off the input. */
  void givenLabelsAreNotInputs(FeaturesRecipe features, SequenceRecipe sequence) {
    Set<String> inputs = new HashSet<>(features.eventCategorical());
    features.eventNumeric().forEach(numeric -> inputs.add(numeric.attribute()));
    List<FeaturesRecipe.UserFeature> statistics = new ArrayList<>(features.user());
    statistics.addAll(features.target());
    for (FeaturesRecipe.UserFeature feature : statistics) {
      if (feature.statistic() instanceof HistoryStatistic.Aggregated) {
        inputs.add(((HistoryStatistic.Aggregated) feature.statistic()).attribute());
      } else if (feature.statistic() instanceof HistoryStatistic.LastClass) {
        inputs.add(((HistoryStatistic.LastClass) feature.statistic()).attribute());
      }
    }
    for (TaskSpec task : tasks) {
      if (task.label().givenAttribute().isPresent()) {
        String attribute = task.label().givenAttribute().get();
        checks.require(
            !inputs.contains(attribute) && !sequence.template().contains("{" + attribute + "}"),
            ConfigPath.append("tasks", task.name()) + ".label",
            Checks.quoted(attribute),
            "is also an input (under features or in sequence.template), which gives the label"
                + " away: remove it there");
      }
    }
  }

  /** Heads divide the width; an event is one token, so that none of its words has a tag. */
  void sequenceModelFits(SequenceRecipe sequence, ItemsRecipe items, SequenceModelRecipe model) {
    if (sequence.kind() != SequenceRecipe.Kind.HIERARCHICAL) {
      return;
    }
    checks.require(
        items.width() % model.heads() == 0,
        "sequenceModel.heads",
        model.heads(),
        "does not divide items.width, which is " + items.width());
    for (TaskSpec task : tasks) {
      checks.require(
          !task.perToken(),
          ConfigPath.append("tasks", task.name()) + ".kind",
          "tokenTagging",
          "needs the words of a text: set sequence.kind: flat");
    }
  }

  /** Elsewhere nothing would read what counting knows. */
  void memoryFits(SequenceRecipe sequence, ItemsRecipe items, SequenceModelRecipe model) {
    checks.require(
        !items.memory()
            || (sequence.kind() == SequenceRecipe.Kind.HIERARCHICAL
                && model.objective() == SequenceModelRecipe.Objective.NEXT
                && tasks.stream().anyMatch(task -> task.ranking().isPresent())),
        "items.memory",
        true,
        "stands beside the next-item scores of causal hierarchical sequences: it needs sequence.kind:"
            + " hierarchical, sequenceModel.objective: next and a task of the kind nextItem; set"
            + " those, or remove it");
  }

  /** Rows of one history need a state that several of them read; events tell what an order is. */
  void basketsFit(DataRecipe data, SequenceRecipe sequence, SequenceModelRecipe model) {
    for (TaskSpec task : tasks) {
      if (task.labelForm() != LabelForm.ITEM_SET) {
        continue;
      }
      String path = ConfigPath.append("tasks", task.name()) + ".kind";
      checks.require(
          sequence.kind() == SequenceRecipe.Kind.HIERARCHICAL
              && model.objective() == SequenceModelRecipe.Objective.NEXT,
          path,
          "nextBasket",
          "is read from causal hierarchical sequences: set sequence.kind: hierarchical and"
              + " sequenceModel.objective: next");
      checks.require(
          data.columns().basket().isPresent(),
          path,
          "nextBasket",
          "asks for what comes in one basket: name its column in data.columns.basket");
    }
  }

  /** Texts learn where the pretrained encoder reads nothing but them, and by a rate above 0. */
  void textsLearn(SequenceRecipe sequence, ItemsRecipe items, EncoderRecipe encoder) {
    if (items.frozenEncoder()) {
      return;
    }
    checks.require(
        sequence.kind() == SequenceRecipe.Kind.HIERARCHICAL,
        "items.frozenEncoder",
        false,
        "trains the encoder of a hierarchical model: set sequence.kind: hierarchical, or"
            + " items.frozenEncoder: true");
    checks.require(
        encoder.learningRate() > 0,
        "items.frozenEncoder",
        false,
        "trains nothing with encoder.learningRate: 0: set a rate (2e-5 is usual), or"
            + " items.frozenEncoder: true");
  }

  /** Merged sequences have many examples, so weights of examples are those of flat ones. */
  void popularityDiscountFits(SequenceRecipe sequence, TrainingRecipe training) {
    checks.require(
        sequence.kind() == SequenceRecipe.Kind.FLAT || training.popularityDiscount() == 0,
        "training.popularityDiscount",
        training.popularityDiscount(),
        "weighs flat sequences: set popularityDiscount of the next-item task instead");
  }

  /**
   * Only a next-item task of a hierarchical model can be masked. Labels of other tasks each need a
   * sequence of their own, since the state that learns them must not see what came later: cuts give
   * a user few of them, lastOut as many as baskets.
   */
  void maskedObjectiveFits(
      ExamplesRecipe examples, SequenceRecipe sequence, SequenceModelRecipe model) {
    if (model.objective() != SequenceModelRecipe.Objective.MASKED) {
      return;
    }
    String path = "sequenceModel.objective";
    checks.require(
        sequence.kind() == SequenceRecipe.Kind.HIERARCHICAL,
        path,
        "masked",
        "masks events of hierarchical sequences: set sequence.kind: hierarchical, or remove it");
    checks.require(
        tasks.stream().anyMatch(task -> task.ranking().isPresent()),
        path,
        "masked",
        "needs a task of the kind nextItem: add one, or remove it");
    checks.require(
        sequence.maxEvents() > 1,
        "sequence.maxEvents",
        sequence.maxEvents(),
        "must be at least 2 with sequenceModel.objective: masked, since the mask takes one place");
    for (TaskSpec task : tasks) {
      checks.require(
          !examples.lastOut() || task.ranking().isPresent(),
          ConfigPath.append("tasks", task.name()),
          Checks.quoted(task.name()),
          "has a label before every basket with examples.lastOut, and with sequenceModel.objective:"
              + " masked each would need a sequence of its own: give examples.cuts, leave the task"
              + " out, or set sequenceModel.objective: next");
    }
  }

  /** Early stopping can only watch tasks and metrics that exist. */
  void objectiveIsKnown(List<TrainingRecipe.ObjectiveTerm> objective) {
    if (tasks.isEmpty()) {
      return;
    }
    for (int i = 0; i < objective.size(); i++) {
      TrainingRecipe.ObjectiveTerm term = objective.get(i);
      String path = "training.earlyStopping.objective[" + i + "].";
      List<String> names = new ArrayList<>(tasks.stream().map(TaskSpec::name).toList());
      int index = names.indexOf(term.task());
      checks.require(
          index >= 0,
          path + "task",
          Checks.quoted(term.task()),
          "is not a task; " + Suggestion.forMessage(term.task(), names));
      if (index >= 0 && !term.metric().isEmpty()) {
        List<String> metrics = tasks.get(index).metricNames();
        checks.require(
            metrics.contains(term.metric()),
            path + "metric",
            Checks.quoted(term.metric()),
            "is not a metric of this task; " + Suggestion.forMessage(term.metric(), metrics));
      }
    }
  }

  /** An update is judged by tasks that there are. */
  void judgesAreTasks(UpdateRecipe update) {
    List<String> names = tasks.stream().map(TaskSpec::name).toList();
    for (int i = 0; i < update.judgedBy().size() && !names.isEmpty(); i++) {
      String name = update.judgedBy().get(i);
      checks.require(
          names.contains(name),
          "update.judgedBy[" + i + "]",
          Checks.quoted(name),
          "is not a task; " + Suggestion.forMessage(name, names));
    }
  }

  /** Schedules name tasks; gradients are compared where all tasks read the same representation. */
  void balancingFits(BalancingRecipe balancing) {
    List<String> names = tasks.stream().map(TaskSpec::name).toList();
    checks.distinct(
        "balancing.schedule", balancing.schedule().stream().map(s -> s.task()).toList());
    for (BalancingRecipe.Schedule schedule : balancing.schedule()) {
      checks.require(
          names.contains(schedule.task()),
          ConfigPath.append("balancing.schedule", schedule.task()),
          Checks.quoted(schedule.task()),
          "is not a task; " + Suggestion.forMessage(schedule.task(), names));
    }
    List<String> perToken = tasks.stream().filter(TaskSpec::perToken).map(TaskSpec::name).toList();
    checks.require(
        !balancing.readsGradients() || perToken.isEmpty() || perToken.size() == tasks.size(),
        "balancing",
        "this",
        "compares the tasks' gradients at the shared representation, but "
            + String.join(", ", perToken)
            + " reads the encoder's tokens: use a method on losses (randomLossWeighting,"
            + " dynamicWeightAverage, uncertainty, famo, or imtl with balance: losses), without"
            + " measureConflicts");
  }
}
