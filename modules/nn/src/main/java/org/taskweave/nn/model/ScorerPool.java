package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;

/**
 * Scores from several threads at once: replicas of a model that share its parameters and have
 * execution plans of their own. A thread that finds no replica idle waits for one.
 */
public final class ScorerPool implements BatchScorer, AutoCloseable {

  private final List<MultiTaskModel> replicas = new ArrayList<>();
  private final BlockingQueue<MultiTaskModel> idle;

  /**
   * A pool over a model, which must not be trained meanwhile and must outlive the pool.
   *
   * @param size replicas, at least 1
   */
  public ScorerPool(MultiTaskModel model, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a pool of " + size + " replicas: at least 1 is needed");
    }
    this.idle = new ArrayBlockingQueue<>(size);
    for (int i = 0; i < size; i++) {
      ComputationGraph graph = new ComputationGraph(model.graph().getConfiguration().clone());
      graph.init(model.graph().params(), false);
      MultiTaskModel replica = new MultiTaskModel(graph, model.tasks());
      replica.calibrate(model.calibrations());
      replicas.add(replica);
    }
    idle.addAll(replicas);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the thread is interrupted while it waits
   */
  @Override
  public List<TaskScores> score(SequenceInput input) {
    MultiTaskModel replica;
    try {
      replica = idle.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an idle replica", e);
    }
    try {
      return replica.score(input);
    } finally {
      idle.add(replica);
    }
  }

  /** Frees the replicas' plans; no thread may be scoring. */
  @Override
  public void close() {
    replicas.forEach(MultiTaskModel::closePlans);
  }
}
