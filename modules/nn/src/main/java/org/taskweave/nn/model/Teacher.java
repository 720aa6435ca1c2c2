package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.LossLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.encoder.EncoderGraphVertex;
import org.taskweave.nn.head.TaskHeads;
import org.taskweave.nn.loss.Lesson;

/**
 * A trained model whose outputs another one of the same tasks and inputs learns, beside the labels.
 * It teaches every row of a batch, also those without a label; of token tagging the tokens that
 * have one, since the others may be padding.
 */
public final class Teacher {

  private final MultiTaskModel model;
  private final double temperature;
  private final double weight;
  private final double stateWeight;

  /** As below, of outputs alone. */
  public Teacher(MultiTaskModel model, double temperature, double weight) {
    this(model, temperature, weight, 0);
  }

  /**
   * A teacher; the model is neither changed nor closed.
   *
   * @param temperature above 0; see {@link Lesson}
   * @param weight of what it says beside the labels' loss, above 0
   * @param stateWeight of its token states, which the student's are led to by a {@link StateLesson}
   */
  public Teacher(MultiTaskModel model, double temperature, double weight, double stateWeight) {
    if (!(temperature > 0 && weight > 0 && stateWeight >= 0)
        || Double.isInfinite(temperature * weight + stateWeight)) {
      throw new IllegalArgumentException(
          "temperature and weights are numbers above 0, not "
              + temperature
              + ", "
              + weight
              + " and "
              + stateWeight);
    }
    this.stateWeight = stateWeight;
    this.model = model;
    this.temperature = temperature;
    this.weight = weight;
  }

  /**
   * Refuses a student that asks or reads something else.
   *
   * @throws IllegalArgumentException naming what differs
   */
  void requireLikeMe(MultiTaskModel student) {
    requireSame("tasks", names(model), names(student));
    requireSame(
        "inputs",
        model.graph().getConfiguration().getNetworkInputs(),
        student.graph().getConfiguration().getNetworkInputs());
    for (int k = 0; k < names(model).size(); k++) {
      requireSame(
          "logits of " + names(model).get(k),
          TaskHeads.of(model.tasks().get(k)).logits(),
          TaskHeads.of(student.tasks().get(k)).logits());
    }
  }

  private static List<String> names(MultiTaskModel model) {
    return model.tasks().stream().map(TaskSpec::name).toList();
  }

  private static void requireSame(String what, Object teacher, Object student) {
    if (!teacher.equals(student)) {
      throw new IllegalArgumentException(
          "the " + what + " of the teacher are " + teacher + ", of the student " + student);
    }
  }

  /**
   * How a student learns its states, if it teaches them.
   *
   * @throws IllegalArgumentException if one of the two has an encoder of another program
   */
  Optional<StateLesson> stateLesson(MultiTaskModel student, double learningRate, long seed) {
    if (stateWeight == 0) {
      return Optional.empty();
    }
    if (model.sequenceEncoder() instanceof EncoderGraphVertex of
        && student.sequenceEncoder() instanceof EncoderGraphVertex to) {
      of.giveAllStates();
      return Optional.of(
          new StateLesson(
              to.hiddenSize(),
              of.hiddenSize(),
              stateWeight,
              learningRate,
              seed,
              student.graph().getConfiguration().getDataType()));
    }
    throw new IllegalArgumentException(
        "states of tokens are compared of pretrained encoders alone, not of attached ones");
  }

  /**
   * What it says of a batch.
   *
   * @param byTask in the tasks' order
   * @param states of its tokens [B,T,H]
   * @param mask of real tokens [B,T]
   */
  record Words(List<Lesson> byTask, INDArray states, INDArray mask) {}

  /**
   * What it says of a batch.
   *
   * @param inputs of the student's step, drawn items included
   * @param labelled each task's known labels [R,1]
   */
  Words lessons(INDArray[] inputs, INDArray[] labelled) {
    ComputationGraph graph = model.graph();
    Map<String, INDArray> activations = graph.feedForward(inputs, false);
    List<Lesson> lessons = new ArrayList<>();
    for (int k = 0; k < model.tasks().size(); k++) {
      TaskSpec task = model.tasks().get(k);
      lessons.add(
          new Lesson(
              logits(task.name(), activations),
              rows(task, labelled[k]),
              labelled[k],
              TaskHeads.of(task).likeness(),
              temperature,
              weight));
    }
    int mask = graph.getConfiguration().getNetworkInputs().indexOf(GraphNames.MASK);
    return new Words(lessons, activations.get(GraphNames.SEQUENCE_ENCODER), inputs[mask]);
  }

  /** The rows of a task that are taught [R,1]. */
  private static INDArray rows(TaskSpec task, INDArray labelled) {
    return task.perToken() ? labelled : labelled.ulike().assign(1);
  }

  /** A loss layer reads logits, an output layer makes them of what it reads. */
  private INDArray logits(String task, Map<String, INDArray> activations) {
    String below = model.graph().getConfiguration().getVertexInputs().get(task).get(0);
    INDArray read = activations.get(below);
    Layer layer = model.graph().getLayer(task);
    return layer instanceof LossLayer
        ? read
        : read.mmul(layer.getParam("W")).addiRowVector(layer.getParam("b"));
  }
}
