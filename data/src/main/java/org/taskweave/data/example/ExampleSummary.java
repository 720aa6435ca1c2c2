package org.taskweave.data.example;

import java.util.ArrayList;
import java.util.Collections;
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
    List<SplitSummary> splits = new ArrayList<>();
    for (Split split : Split.values()) {
      List<Example> own = examples.stream().filter(example -> example.split() == split).toList();
      Set<String> users = new HashSet<>();
      own.forEach(example -> users.add(example.user()));
      List<TaskSummary> summaries = new ArrayList<>();
      for (int i = 0; i < tasks.size(); i++) {
        int task = i;
        summaries.add(
            summary(
                tasks.get(i).name(),
                own.stream().map(example -> example.labels().get(task)).toList()));
      }
      splits.add(new SplitSummary(split, own.size(), users.size(), summaries));
    }
    return new ExampleSummary(splits);
  }

  private static TaskSummary summary(String task, List<LabelValue> labels) {
    int known = 0;
    int numbers = 0;
    double sum = 0;
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (LabelValue label : labels) {
      known += label.isKnown() ? 1 : 0;
      if (label.quantity().isPresent()) {
        numbers++;
        sum += label.quantity().getAsDouble();
      }
      label.classNames().forEach(name -> counts.merge(name, 1, Integer::sum));
    }
    OptionalDouble mean = numbers == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / numbers);
    return new TaskSummary(task, known, mean, counts);
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
