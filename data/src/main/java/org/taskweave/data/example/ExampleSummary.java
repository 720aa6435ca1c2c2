package org.taskweave.data.example;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.taskweave.core.task.TaskSpec;

/** What the examples hold, per split and task. */
public record ExampleSummary(List<SplitSummary> splits) {

  /** Classes named in a line for people. */
  private static final int MOST_LISTED = 12;

  public ExampleSummary {
    splits = List.copyOf(splits);
  }

  /**
   * One split.
   *
   * @param users distinct ones
   * @param tasks in the order of the task list
   */
  public record SplitSummary(Split split, int examples, int users, List<TaskSummary> tasks) {
    public SplitSummary {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * The labels of one task.
   *
   * @param known how many are not missing
   * @param mean of numbers; for a binary task the share of positives; empty without numbers
   * @param classCounts how often each class or tag occurs; empty for numbers
   */
  public record TaskSummary(
      String task, int known, OptionalDouble mean, SortedMap<String, Integer> classCounts) {
    public TaskSummary {
      classCounts = Collections.unmodifiableSortedMap(new TreeMap<>(classCounts));
    }
  }

  /** Counts; splits without examples are there with zeros. */
  public static ExampleSummary of(List<Example> examples, List<TaskSpec> tasks) {
    Map<Split, List<Example>> bySplit = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      bySplit.put(split, examples.stream().filter(example -> example.split() == split).toList());
    }
    return of(bySplit, tasks);
  }

  /** As above; the examples of a split are gone through once. */
  public static ExampleSummary of(Map<Split, List<Example>> bySplit, List<TaskSpec> tasks) {
    List<SplitSummary> splits = new ArrayList<>();
    for (Split split : Split.values()) {
      List<Example> own = bySplit.get(split);
      Set<String> users = new HashSet<>();
      List<LabelCount> labels = tasks.stream().map(task -> new LabelCount()).toList();
      for (Example example : own) {
        users.add(example.user());
        for (int k = 0; k < labels.size(); k++) {
          labels.get(k).add(example.labels().get(k));
        }
      }
      List<TaskSummary> summaries = new ArrayList<>();
      for (int k = 0; k < labels.size(); k++) {
        summaries.add(labels.get(k).summary(tasks.get(k).name()));
      }
      splits.add(new SplitSummary(split, own.size(), users.size(), summaries));
    }
    return new ExampleSummary(splits);
  }

  /** What the labels of one task hold. */
  private static final class LabelCount {
    private final SortedMap<String, Integer> classes = new TreeMap<>();
    private int known;
    private int numbers;
    private double sum;

    void add(LabelValue label) {
      known += label.isKnown() ? 1 : 0;
      if (label.quantity().isPresent()) {
        numbers++;
        sum += label.quantity().getAsDouble();
      }
      label.classNames().forEach(name -> classes.merge(name, 1, Integer::sum));
    }

    TaskSummary summary(String task) {
      OptionalDouble mean =
          numbers == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / numbers);
      return new TaskSummary(task, known, mean, classes);
    }
  }

  /** The classes by name; of many only the most frequent ones. */
  private static String counts(SortedMap<String, Integer> classes) {
    if (classes.size() <= MOST_LISTED) {
      return classes.toString();
    }
    return classes.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(MOST_LISTED)
            .map(Map.Entry::toString)
            .collect(Collectors.joining(", ", "{", ", and "))
        + String.format(Locale.ROOT, "%,d other classes}", classes.size() - MOST_LISTED);
  }

  /** For people: one line per split and one per task. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (SplitSummary split : splits) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-5s %,d examples of %,d users%n",
              SplitOrder.word(split.split()),
              split.examples(),
              split.users()));
      for (TaskSummary task : split.tasks()) {
        text.append(String.format(Locale.ROOT, "  %s: %,d known", task.task(), task.known()));
        task.mean().ifPresent(mean -> text.append(String.format(Locale.ROOT, ", mean %.4f", mean)));
        if (!task.classCounts().isEmpty()) {
          text.append(", ").append(counts(task.classCounts()));
        }
        text.append(System.lineSeparator());
      }
    }
    return text.toString();
  }
}
