package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.metric.ClassificationReport;
import org.taskweave.core.metric.TrivialPredictor;

/** A task that asks for classes: one of C for a row, unless the kind says otherwise. */
public sealed interface ClassTask extends TaskSpec
    permits MulticlassTask, MultilabelTask, OrdinalTask, TokenTaggingTask {

  @Override
  List<String> classes();

  @Override
  ClassTask withClasses(List<String> resolved);

  @Override
  default boolean hasClasses() {
    return true;
  }

  /** C. */
  @Override
  default int outputWidth() {
    return classes().size();
  }

  /** The classes' shares. */
  @Override
  default TrivialPredictor trivial(double[] labels) {
    return TrivialPredictor.shares(labels, classes().size());
  }

  @Override
  default Optional<ClassificationReport> report(double[] labels, double[] scores) {
    return Optional.of(ClassificationReport.ofClasses(classes(), labels, scores));
  }

  @Override
  default TaskPrediction prediction(double[] scores) {
    return TaskPrediction.Classes.of(classes(), scores);
  }
}
