package org.taskweave.nn.head;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.taskweave.nn.loss.TaskLoss;

/** Where a head's output is added to a graph: on top of the representation that the head reads. */
public interface OutputSite {

  /** Adds a linear layer of what the head reads, and the task's loss of it. */
  void output(int width, TaskLoss loss, IActivation activation);

  /**
   * Adds a linear layer of what the head reads.
   *
   * @param part its name within the task
   * @return its vertex
   */
  String linear(String part, int width);

  /** Adds a vertex; returns its name. */
  String vertex(String part, GraphVertex vertex, List<String> inputs);

  /** Adds the task's loss of a vertex. */
  void loss(TaskLoss loss, IActivation activation, String logits);

  /** The items of a catalog, which there are. */
  Items items();

  /**
   * What a head needs to score items.
   *
   * @param count N
   * @param width of their vectors
   * @param repeats whether how likely items of the history come again is learned
   * @param inputs vertices that scores read besides the query
   * @param updater of what scoring learns
   * @param memory what counting knows, where the task has it
   */
  record Items(
      int count,
      int width,
      boolean repeats,
      List<String> inputs,
      IUpdater updater,
      Optional<Memory> memory) {}

  /**
   * What a head needs to read what counting knows.
   *
   * @param channels names [J]
   * @param widths of the channels' tables [J]
   * @param inputs vertices that are read besides scores and trust
   */
  record Memory(List<String> channels, int[] widths, List<String> inputs) {}
}
